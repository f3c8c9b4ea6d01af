// SPDX-License-Identifier: MIT

internal import CCurl
internal import EventLoop

/// The owner of one libcurl multi handle, driven by the loop's epoll and timers.
///
/// libcurl must not be called from within its own callbacks: they only take notes, which are acted on when the call
/// that made them has returned.
@safe
final class MultiHandle {
    /// The number of transfers in the handle.
    private(set) var transferCount = 0
    /// When the last transfer left.
    private(set) var idleSince = LoopInstant.never

    private let pointer: UnsafeMutableRawPointer
    private let loop: EventLoop
    private let sockets: SocketTable
    private let transferDidEnd: (Transfer, CURLcode) -> Void
    private lazy var timer = LoopTimer(loop: loop) { [weak self] in self?.timerFired() }
    /// When libcurl wants to be called, were no socket to become ready.
    private var wakeUp = LoopInstant.never
    /// Whether libcurl is being called, after which its timer is looked at anyway.
    private var isActing = false
    private var isClosed = false

    /// Fails when there is no memory.
    init?(
        loop: EventLoop,
        sockets: SocketTable,
        idleConnections: Int,
        transferDidEnd: @escaping (Transfer, CURLcode) -> Void
    ) {
        guard let pointer = unsafe curl_multi_init() else { return nil }
        unsafe self.pointer = pointer
        self.loop = loop
        self.sockets = sockets
        self.transferDidEnd = transferDidEnd
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe relay_curl_multi_set_socket(pointer, socketThunk, context)
        unsafe relay_curl_multi_set_timer(pointer, timerThunk, context)
        unsafe relay_curl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, idleConnections)
    }

    deinit {
        precondition(isClosed, "a multi handle was given up without close()")
    }

    /// Closes every connection.
    ///
    /// There must be no transfer left; the handle is of no use afterwards.
    func close() {
        guard !isClosed else { return }
        precondition(transferCount == 0, "close() with \(transferCount) transfers")
        isClosed = true
        unsafe curl_multi_cleanup(pointer)
        timer.disarm()
    }

    /// Starts a transfer; whether it ends at once or later, `transferDidEnd` hears of it.
    func add(_ transfer: Transfer) {
        transferCount += 1
        isActing = true
        let code = unsafe curl_multi_add_handle(pointer, transfer.easy.pointer)
        isActing = false
        precondition(code == CURLM_OK, "curl_multi_add_handle failed with \(code.rawValue)")
        act(onSocket: nil)
    }

    /// Takes a transfer out, which closes its connection unless it had ended.
    func remove(_ transfer: Transfer) {
        let code = unsafe curl_multi_remove_handle(pointer, transfer.easy.pointer)
        precondition(code == CURLM_OK, "curl_multi_remove_handle failed with \(code.rawValue)")
        transferCount -= 1
        if transferCount == 0 { idleSince = loop.now }
    }

    func socketIsReady(_ descriptor: Int32, _ readiness: Readiness) {
        var events: Int32 = 0
        if readiness.contains(.readable) { events |= CURL_CSELECT_IN }
        if readiness.contains(.writable) { events |= CURL_CSELECT_OUT }
        if !readiness.isDisjoint(with: [.error, .hangUp]) { events |= CURL_CSELECT_ERR }
        act(onSocket: (descriptor, events))
    }

    /// Tells libcurl about a socket, or about the passing of time, and deals with what it makes of it.
    private func act(onSocket socket: (descriptor: Int32, events: Int32)?) {
        var running: Int32 = 0
        isActing = true
        if let socket {
            unsafe curl_multi_socket_action(pointer, socket.descriptor, socket.events, &running)
        } else {
            wakeUp = loop.now
        }
        while wakeUp <= loop.now {
            wakeUp = .never
            unsafe curl_multi_socket_action(pointer, CURL_SOCKET_TIMEOUT, 0, &running)
        }
        isActing = false
        armTimer()
        reportEndedTransfers()
    }

    private func reportEndedTransfers() {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(pointer, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else {
                continue
            }
            let result = unsafe relay_curl_message_result(message)
            if let transfer = unsafe Transfer.owner(of: easy) { transferDidEnd(transfer, result) }
        }
    }

    // MARK: Time

    /// Makes sure that the timer fires no later than libcurl wants to be called.
    ///
    /// libcurl sets and clears its timer for every transfer, nearly always for long after its end. So the timer stays
    /// armed for the earliest time ever asked for, and what is asked for now is looked at when it fires.
    private func armTimer() {
        if wakeUp < timer.deadline { timer.arm(at: wakeUp) }
    }

    private func timerFired() {
        if wakeUp <= loop.now {
            act(onSocket: nil)
        } else {
            armTimer()
        }
    }

    // MARK: What the callbacks note

    fileprivate func setInterest(in descriptor: Int32, _ what: Int32) {
        var wanted: Readiness = []
        if what == CURL_POLL_IN || what == CURL_POLL_INOUT { wanted.insert(.readable) }
        if what == CURL_POLL_OUT || what == CURL_POLL_INOUT { wanted.insert(.writable) }
        sockets.setInterest(in: descriptor, wanted, multi: self)
    }

    fileprivate func setTimer(milliseconds: Int) {
        wakeUp = milliseconds < 0 ? .never : loop.now.advanced(byNanoseconds: UInt64(milliseconds) * 1_000_000)
        if !isActing { armTimer() }
    }
}

private func socketThunk(
    _: UnsafeMutableRawPointer?,
    descriptor: curl_socket_t,
    what: Int32,
    context: UnsafeMutableRawPointer?,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context = unsafe context else { return 0 }
    let multi = unsafe Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue()
    multi.setInterest(in: descriptor, what)
    return 0
}

private func timerThunk(
    _: UnsafeMutableRawPointer?,
    milliseconds: Int,
    context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context = unsafe context else { return 0 }
    let multi = unsafe Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue()
    multi.setTimer(milliseconds: milliseconds)
    return 0
}
