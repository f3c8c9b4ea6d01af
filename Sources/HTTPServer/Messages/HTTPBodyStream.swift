// SPDX-License-Identifier: MIT

public import EventLoop

/// The content of a response that is written piece by piece, for as long as the client listens: `text/event-stream`.
///
/// A handler makes one, returns it in its ``HTTPResponse``, and leaves it to an owner that writes to it. To HTTP/1.1
/// it goes out in the chunked coding (RFC 9112 section 7.1), one chunk a write; to HTTP/1.0 as it is, until the
/// connection closes. The connection is kept for it until ``end()``, or until it closes by itself; ``onClose`` tells.
///
/// All of it belongs to the loop's thread; use on another one stops the process.
public final class HTTPBodyStream: Sendable {
    /// How many bytes may wait for a client, unless its handler says otherwise.
    public static let defaultLimit = 256 * 1024

    private let state: LoopBound<State>
    private let limit: Int

    private final class State {
        var stage = Stage.unsent
        /// What has been written while the response was not on its way.
        var written: [UInt8] = []
        /// The connection that sends it; the two let go of each other when the stream closes.
        var connection: HTTPConnection?
        var onClose: (() -> Void)?
    }

    private enum Stage {
        /// The response is not on its way yet.
        case unsent
        case sending
        /// All has been written.
        case whole
        case closed
    }

    /// Makes a stream for a response of a server on `loop`.
    ///
    /// `limit` is how many bytes may wait because the client takes them too slowly; a write that together with
    /// ``pendingBytes`` is more closes the connection.
    public init(loop: EventLoop, limit: Int = HTTPBodyStream.defaultLimit) {
        state = LoopBound(State(), to: loop)
        self.limit = limit
    }

    /// Called once when the stream has closed without ``end()``: the client has gone or takes nothing, the server
    /// drains, or the response has no content.
    ///
    /// Set it before the response is returned. It can be called inside of a ``write(_:)``.
    public var onClose: (() -> Void)? {
        get { state.value.onClose }
        set { state.value.onClose = newValue }
    }

    /// Whether more can be written.
    public var isOpen: Bool {
        let stage = state.value.stage
        return stage == .unsent || stage == .sending
    }

    /// How many bytes wait until the client takes those before them, with the framing of their chunks.
    public var pendingBytes: Int {
        let state = state.value
        return state.connection?.output.count ?? state.written.count
    }

    /// Sends bytes on, after those written before; an empty array sends nothing.
    ///
    /// - Returns: whether the stream is still open.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Bool {
        guard isOpen else { return false }
        let state = state.value
        guard bytes.count <= limit - pendingBytes else {
            if let connection = state.connection { connection.close() } else { detach()?() }
            return false
        }
        if let connection = state.connection { connection.send(bytes) } else { state.written += bytes }
        return isOpen
    }

    /// Ends the content properly, after all that has been written; ``onClose`` is not called.
    public func end() {
        guard isOpen else { return }
        let state = state.value
        state.stage = .whole
        state.connection?.endStream()
    }

    // MARK: For the connection

    /// Whether nothing will be written any more.
    var isWhole: Bool { state.value.stage == .whole }

    /// Leads all writes to `connection` from now on; gives what has been written so far, nothing if it was too much.
    func attach(to connection: HTTPConnection) -> [UInt8]? {
        let state = state.value
        precondition(state.connection == nil, "one stream in two responses")
        defer { state.written = [] }
        switch state.stage {
        case .unsent:
            state.stage = .sending
            state.connection = connection
        case .whole: break
        case .sending, .closed: return nil
        }
        return state.written
    }

    /// Closes the stream; gives what is to be called then, which is nothing if its owner has ended it.
    func detach() -> (() -> Void)? {
        let state = state.value
        defer { state.onClose = nil }
        let hasBeenEnded = state.stage == .whole
        state.stage = .closed
        state.written = []
        state.connection = nil
        return hasBeenEnded ? nil : state.onClose
    }
}

extension HTTPBodyStream: Hashable {
    /// Whether both are the same stream.
    public static func == (left: HTTPBodyStream, right: HTTPBodyStream) -> Bool { left === right }

    /// Hashes the stream's identity.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}
