// SPDX-License-Identifier: MIT

public import EventLoop

/// An HTTP/1.1 server on one event loop.
///
/// Make one per loop, each with a listening socket of its own and all with the same ``ConnectionCount``. The server
/// and its handler belong to the loop's thread: make and use them there, or before the loop runs.
public final class HTTPServer {
    /// Called once on the loop's thread, when the server drains and its last connection has closed.
    public var onDrained: (() -> Void)?

    let loop: EventLoop
    let limits: HTTPServerLimits
    let handler: any HTTPHandler
    let input = ReadBuffer()
    var responseWriter: ResponseHeadWriter
    var chunkWriter = ChunkWriter()
    /// Whether the server accepts nothing any more and closes each connection after its current request.
    private(set) var isDraining = false

    private let listener: ListeningSocket
    private let sharedCount: ConnectionCount
    private var table = ConnectionTable()
    private var refusals = 0
    private var acceptor: Acceptor?
    private var sweepTimer: LoopTimer?
    private var drainTimer: LoopTimer?

    /// The least time between two looks at all connections' deadlines.
    private static let sweepInterval = Duration.milliseconds(100)

    /// Makes a server that accepts connections once ``start()`` is called.
    public init(
        loop: EventLoop,
        listener: ListeningSocket,
        limits: HTTPServerLimits = HTTPServerLimits(),
        connectionCount: ConnectionCount = ConnectionCount(),
        handler: any HTTPHandler
    ) {
        self.loop = loop
        self.listener = listener
        self.limits = limits
        self.handler = handler
        sharedCount = connectionCount
        responseWriter = ResponseHeadWriter(idleTimeout: limits.idleTimeout)
    }

    /// The number of connections on this loop, those being refused included.
    public var connectionCount: Int { table.connections.count }

    /// Begins to accept connections.
    ///
    /// - Throws: ``EventLoopError`` if the loop cannot watch the listener.
    public func start() throws(EventLoopError) {
        sweepTimer = LoopTimer(loop: loop) { [weak self] in self?.sweep() }
        let acceptor = Acceptor(loop: loop, listener: listener) { descriptor, peer in
            // A strong reference: as long as it accepts, the server lives.
            self.accept(descriptor, peer)
        }
        try acceptor.start()
        self.acceptor = acceptor
    }

    /// Stops accepting, closes idle connections, ends streams, and closes the others after their current request.
    ///
    /// ``onDrained`` tells when the last one is gone; limits of time apply, but none to the handler's own work.
    public func drain() {
        guard !isDraining else { return }
        isDraining = true
        stopAccepting()
        // Not at once: the caller may be a handler in the middle of a connection's turn.
        let timer = LoopTimer(loop: loop) { [weak self] in self?.drainConnections() }
        drainTimer = timer
        timer.arm(after: .zero)
    }

    private func drainConnections() {
        for connection in table.connections { connection.drain() }
        reportIfDrained()
    }

    /// Closes all connections at once and cancels the requests in work.
    public func closeAll() {
        stopAccepting()
        for connection in table.connections { connection.close() }
    }

    // MARK: Connections

    private func stopAccepting() {
        acceptor?.stop()
        acceptor = nil
        listener.close()
    }

    private func accept(_ descriptor: Int32, _ peer: SocketAddress) {
        let isWelcome = sharedCount.increment(limit: limits.maxConnections)
        guard isWelcome || refusals < limits.maxRefusals else { return HTTPConnection.discard(descriptor) }
        let connection = HTTPConnection(descriptor, peer: peer, server: self, isRefusal: !isWelcome)
        table.insert(connection)
        if !isWelcome { refusals += 1 }
        connection.start()
    }

    /// Forgets a connection that has closed itself.
    func remove(_ connection: HTTPConnection) {
        table.remove(connection)
        if connection.isRefusal { refusals -= 1 } else { sharedCount.decrement() }
        reportIfDrained()
    }

    private func reportIfDrained() {
        guard isDraining, connectionCount == 0, let onDrained else { return }
        self.onDrained = nil
        onDrained()
    }

    // MARK: Deadlines

    /// Makes sure that the sweep comes no later than `deadline`, within its interval.
    ///
    /// There is one timer for all connections, and it only ever moves when the earliest deadline does.
    func expect(_ deadline: LoopInstant) {
        guard let sweepTimer, deadline < sweepTimer.deadline else { return }
        sweepTimer.arm(at: max(deadline, loop.now.advanced(by: .milliseconds(1))))
    }

    private func sweep() {
        let now = loop.now
        var earliest = LoopInstant.never
        for connection in table.connections {
            if connection.deadline <= now { connection.expire() }
            earliest = min(earliest, connection.deadline)
        }
        sweepTimer?.arm(at: max(earliest, now.advanced(by: Self.sweepInterval)))
    }
}
