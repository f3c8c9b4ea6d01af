// SPDX-License-Identifier: MIT

internal import CDTLS

/// A BIO whose writes are datagrams to be sent, and whose reads are datagrams received: one for one.
///
/// OpenSSL 3.0 has none in memory; its memory BIO is a stream and joins datagrams.
enum DatagramBIO {
    /// A `BIO_METHOD`; nil without memory.
    ///
    /// It outlives its BIOs.
    static func makeMethod() -> OpaquePointer? {
        guard let method = unsafe BIO_meth_new(BIO_TYPE_SOURCE_SINK, "sdprelay datagrams") else { return nil }
        guard unsafe BIO_meth_set_write(method, write) == 1, unsafe BIO_meth_set_read(method, read) == 1,
            unsafe BIO_meth_set_ctrl(method, control) == 1, unsafe BIO_meth_set_create(method, create) == 1
        else {
            unsafe BIO_meth_free(method)
            return nil
        }
        return unsafe method
    }

    /// A BIO over a connection's state, which it does not retain; nil without memory.
    static func make(_ method: OpaquePointer, _ state: HandshakeState) -> OpaquePointer? {
        guard let bio = unsafe BIO_new(method) else { return nil }
        unsafe BIO_set_data(bio, Unmanaged.passUnretained(state).toOpaque())
        return unsafe bio
    }

    private static let create: @convention(c) (OpaquePointer?) -> Int32 = { bio in
        unsafe BIO_set_init(bio, 1)
        return 1
    }

    private static let write: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32 = {
        bio,
        bytes,
        count in
        guard let state = unsafe state(of: bio), let bytes = unsafe bytes, count > 0 else { return -1 }
        let datagram = unsafe UnsafeRawBufferPointer(start: bytes, count: Int(count))
        // More than that are lost, as a network loses them: the timer sends a flight again.
        if state.outgoing.count < DTLSConnection.maximumQueuedDatagrams {
            unsafe state.outgoing.append(Array(datagram))
        }
        return count
    }

    private static let read: @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32 = {
        bio,
        bytes,
        count in
        unsafe relay_bio_clear_retry(bio)
        guard let state = unsafe state(of: bio), let bytes = unsafe bytes, count > 0 else { return -1 }
        guard let datagram = unsafe state.incoming else {
            unsafe relay_bio_set_retry_read(bio)
            return -1
        }
        unsafe state.incoming = nil
        let output = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))
        let taken = min(datagram.count, output.count)
        unsafe output.copyMemory(from: UnsafeRawBufferPointer(rebasing: datagram[..<taken]))
        return Int32(taken)
    }

    private static let control: @convention(c) (OpaquePointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int = {
        bio,
        command,
        _,
        _ in
        switch command {
        case BIO_CTRL_FLUSH: 1
        case BIO_CTRL_DGRAM_QUERY_MTU, BIO_CTRL_DGRAM_GET_FALLBACK_MTU: DTLSConnection.mtu
        case BIO_CTRL_PENDING: unsafe state(of: bio)?.incoming?.count ?? 0
        // 0 is also the overhead of what carries a datagram: the MTU counts what is in it.
        default: 0
        }
    }

    private static func state(of bio: OpaquePointer?) -> HandshakeState? {
        guard let data = unsafe BIO_get_data(bio) else { return nil }
        return unsafe Unmanaged<HandshakeState>.fromOpaque(data).takeUnretainedValue()
    }
}
