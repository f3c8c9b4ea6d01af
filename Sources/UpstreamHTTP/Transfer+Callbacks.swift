// SPDX-License-Identifier: MIT

internal import CCurl

extension Transfer {
    /// Points libcurl's callbacks at this transfer, which frees the easy handle before it goes itself.
    func setCallbacks() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe easy.set(CURLOPT_PRIVATE, pointer: context)
        unsafe easy.set(CURLOPT_WRITEDATA, pointer: context)
        unsafe easy.set(CURLOPT_HEADERDATA, pointer: context)
        unsafe easy.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        unsafe easy.set(CURLOPT_PREREQDATA, pointer: context)
        // A connection outlives the transfer that opened it: its closing is the table's business.
        unsafe easy.set(CURLOPT_CLOSESOCKETDATA, pointer: Unmanaged.passUnretained(group.sockets).toOpaque())
        let easy = unsafe easy.pointer
        unsafe relay_curl_set_receive(easy, CURLOPT_WRITEFUNCTION, bodyPartThunk)
        unsafe relay_curl_set_receive(easy, CURLOPT_HEADERFUNCTION, headerLineThunk)
        unsafe relay_curl_set_open_socket(easy, openSocketThunk)
        unsafe relay_curl_set_close_socket(easy, closeSocketThunk)
        unsafe relay_curl_set_before_request(easy, beforeRequestThunk)
    }

    /// The transfer that an easy handle belongs to.
    static func owner(of easy: UnsafeMutableRawPointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        guard unsafe relay_curl_get_private(easy, &context) == CURLE_OK else { return nil }
        return unsafe recover(context)
    }

    fileprivate static func recover(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}

private func bodyPartThunk(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    let isTaken = unsafe Transfer.recover(context)?.receive(bodyPart: part) ?? false
    return isTaken ? part.count : 0
}

private func headerLineThunk(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    let span = unsafe Span<UInt8>(_unsafeBytes: line)
    let isTaken = unsafe Transfer.recover(context)?.receive(headerLine: span) ?? false
    return isTaken ? line.count : 0
}

private func openSocketThunk(
    _ context: UnsafeMutableRawPointer?,
    _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address = unsafe address, let transfer = unsafe Transfer.recover(context) else { return -1 }
    return unsafe transfer.openSocket(to: SocketAddress(address))
}

private func closeSocketThunk(_ context: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t) -> Int32 {
    guard let context = unsafe context else { return 0 }
    unsafe Unmanaged<SocketTable>.fromOpaque(context).takeUnretainedValue().close(descriptor)
    return 0
}

private func beforeRequestThunk(
    _ context: UnsafeMutableRawPointer?,
    _: UnsafeMutablePointer<CChar>?,
    _: UnsafeMutablePointer<CChar>?,
    _: Int32,
    _: Int32
) -> Int32 {
    let mayBeSent = unsafe Transfer.recover(context)?.requestIsAboutToBeSent() ?? false
    return mayBeSent ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
