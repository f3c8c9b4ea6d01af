// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop

/// One client connection: reads requests, hands them to the handler one at a time, writes the responses in order.
///
/// ```
///              ┌──────────── kept alive ────────────┐
///              ▼                                    │
/// start ─▶ receiving ── request ─▶ working ── response ─▶ writing ── last response ─▶ lingering ─▶ closed
///              │                      └─▶ streaming ── end ──▲
///              └─────────── refused or malformed ────────────┘
/// ```
/// Every phase can end in `closed` at once: the client has gone, or a deadline has passed.
final class HTTPConnection: ReadinessHandler {
    /// What the connection is waiting for.
    enum Phase {
        /// The client's bytes.
        case receiving
        /// The handler's response.
        case working
        /// More of a response that comes from a stream.
        case streaming
        /// Room for the rest of a response.
        case writing
        /// The client's end of stream after a last response, so that it gets to see the response.
        case lingering
        case closed
    }

    let server: HTTPServer
    let peer: SocketAddress
    let descriptor: Int32
    /// Whether the connection is over the limit and only there to be told so.
    let isRefusal: Bool
    /// The connection's place in the server's table.
    var tableIndex = 0

    var phase = Phase.receiving
    /// When the current phase must have ended.
    private(set) var deadline = LoopInstant.never
    var parser: HTTPRequestParser
    /// The head of the request that is being received.
    var head: RequestHead?
    /// What the handler has found out about it.
    var finding: (any AnyObject & Sendable)?
    var headCompletedAt = LoopInstant.never
    var context = ResponseHeadWriter.Context()
    var backlog = InputBacklog()
    var output = PendingOutput()
    /// The handler's work on the current request.
    var task: Task<Void, Never>?
    /// Where the content of the response under way comes from, if it is not known yet.
    var stream: HTTPBodyStream?
    /// Whether the parser's loop is on the stack, so that a response made at once must not enter it again.
    var isParsing = false
    /// The stage that the deadline of `receiving` was set for.
    var deadlineStage: HTTPRequestParser.Stage?
    var remainingLingerBytes = 0

    private var watch: Watch?
    private var interest: Readiness = [.readable, .peerHalfClosed]

    init(_ descriptor: Int32, peer: SocketAddress, server: HTTPServer, isRefusal: Bool) {
        self.descriptor = descriptor
        self.peer = peer
        self.server = server
        self.isRefusal = isRefusal
        parser = HTTPRequestParser(limits: HTTPRequestParser.Limits(server.limits))
    }

    /// Closes a connection that gets no answer.
    static func discard(_ descriptor: Int32) {
        clinux_close(descriptor)
    }

    /// Begins to serve.
    func start() {
        guard let watch = try? server.loop.watch(descriptor, for: interest, handler: self) else { return close() }
        self.watch = watch
        if isRefusal { return fail(.tooManyConnections) }
        // A client that connects and says nothing has as long as one that sends a head.
        deadlineStage = .head
        setDeadline(after: server.limits.headerTimeout)
    }

    func descriptorIsReady(_ readiness: Readiness) {
        let isBroken = !readiness.isDisjoint(with: [.hangUp, .error])
        switch phase {
        case .receiving:
            if isBroken { close() } else { receive() }
        case .working:
            if isBroken { close() } else { pauseReading(readiness) }
        case .streaming:
            if isBroken { return close() }
            if readiness.contains(.writable) { flushStream() }
            // A client that has ended its side may have gone. After a final head no interim response can find out,
            // and an event stream has no end that the other side could be waiting for.
            if readiness.contains(.peerHalfClosed) { endStream() }
        case .writing:
            if isBroken { close() } else { flush() }
        case .lingering:
            // Also after a hang-up: bytes left unread would turn the close into a reset.
            discardInput()
        case .closed:
            break
        }
    }

    /// Closes at once, and cancels the request in work.
    func close() {
        guard phase != .closed else { return }
        phase = .closed
        deadline = .never
        if let watch { server.loop.endWatch(watch) }
        clinux_close(descriptor)
        head = nil
        finding = nil
        backlog = InputBacklog()
        output = PendingOutput()
        let task = task
        self.task = nil
        let action = stream?.detach()
        stream = nil
        server.remove(self)
        task?.cancel()
        action?()
    }

    /// Closes if nothing is under way and ends a stream; otherwise the current response will be the last.
    func drain() {
        if phase == .streaming { return endStream() }
        guard phase == .receiving, parser.stage == .idle else { return }
        // A request may have arrived since the last look: it is still answered.
        receive()
        if phase == .receiving, parser.stage == .idle { close() }
    }

    // MARK: Waiting

    /// Ends what has taken too long.
    func expire() {
        switch phase {
        case .receiving:
            switch parser.stage {
            case .idle: close()
            case .head: fail(.headerTimeout)
            case .body: fail(.bodyTimeout)
            }
        case .streaming, .writing, .lingering: close()
        case .working, .closed: clearDeadline()
        }
    }

    func setDeadline(after duration: Duration) {
        deadline = server.loop.now.advanced(by: duration)
        server.expect(deadline)
    }

    func clearDeadline() {
        deadline = .never
    }

    func setInterest(_ readiness: Readiness) {
        guard let watch, interest != readiness else { return }
        interest = readiness
        server.loop.changeWatch(watch, to: readiness)
    }

    /// While a request is in work no more input is taken: what the kernel holds for the client is bound enough.
    ///
    /// A client that has shut down its writing side may still want its response (RFC 9112 section 9.6), or it may have
    /// closed altogether. An interim response, which any HTTP/1.1 client ignores (RFC 9110 section 15.2), tells: a
    /// closed peer answers it with a reset, which the loop reports whatever the connection is watched for.
    private func pauseReading(_ readiness: Readiness) {
        var interest = interest
        interest.remove(.readable)
        if readiness.contains(.peerHalfClosed) {
            interest.remove(.peerHalfClosed)
            if context.minorVersion >= 1 { sendContinue() }
        }
        if phase != .closed { setInterest(interest) }
    }
}
