// SPDX-License-Identifier: MIT

/// A strict HTTP/1.1 request parser: bytes in, requests out, no I/O.
///
/// Input may come in pieces of any size; every byte is looked at once, and the outcome does not depend on the cuts.
/// After ``Event/head(_:)`` the body is read only once ``readBody(limit:)`` has allowed it. After an error the parser
/// must not be used again: where the next request begins is not known.
public struct HTTPRequestParser: Sendable {
    /// The limits of a head.
    public struct Limits: Sendable, Hashable {
        /// The longest request target in bytes.
        public var maxTargetBytes: Int
        /// The largest header block in bytes, its empty line included.
        public var maxHeaderBytes: Int
        /// The largest number of fields.
        public var maxFields: Int

        /// Takes the limits that concern the parser.
        public init(_ limits: HTTPServerLimits = HTTPServerLimits()) {
            maxTargetBytes = limits.maxTargetBytes
            maxHeaderBytes = limits.maxHeaderBytes
            maxFields = limits.maxFields
        }
    }

    /// What the parser has found.
    public enum Event: Sendable {
        /// All input was used and more is needed.
        case needsInput
        /// A head is complete; ``HTTPRequestParser/readBody(limit:)`` or
        /// ``HTTPRequestParser/skipEmptyBody()`` must follow.
        case head(RequestHead)
        /// The request is complete, with this body.
        case body([UInt8])
    }

    /// How far the current request is.
    public enum Stage: Sendable, Hashable {
        /// No byte of a request has come.
        case idle
        /// In the head.
        case head
        /// In the body, or waiting for permission to read it.
        case body
    }

    private enum State {
        case head
        case awaitingPermission(BodyFraming)
        case sized(remaining: Int)
        case chunked(ChunkedDecoder)
    }

    private let limits: Limits
    private var state = State.head
    private var head: RequestHeadParser
    private var body: [UInt8] = []

    /// Makes a parser.
    public init(limits: Limits = Limits()) {
        self.limits = limits
        head = RequestHeadParser(limits: limits)
    }

    /// How far the current request is.
    public var stage: Stage {
        switch state {
        case .head: head.isIdle ? .idle : .head
        case .awaitingPermission, .sized, .chunked: .body
        }
    }

    /// Reads from `offset` on, up to the next event, and moves `offset` behind what was used.
    public mutating func parse(_ input: Span<UInt8>, from offset: inout Int) throws(HTTPServerFailure) -> Event {
        switch state {
        case .head:
            guard let complete = try head.parse(input, from: &offset) else { return .needsInput }
            head = RequestHeadParser(limits: limits)
            state = .awaitingPermission(complete.framing)
            return .head(complete)
        case .awaitingPermission:
            preconditionFailure("parse(_:from:) after a head without readBody(limit:)")
        case .sized(let remaining):
            return parseSized(input, from: &offset, remaining: remaining)
        case .chunked(var decoder):
            state = .head  // so that `decoder` is the only reference to its storage
            let isComplete = try decoder.decode(input, from: &offset, into: &body)
            state = .chunked(decoder)
            return isComplete ? takeBody() : .needsInput
        }
    }

    /// Allows the body of the request whose head has come.
    ///
    /// - Throws: ``HTTPServerFailure/bodyTooLarge(limit:)`` if its `Content-Length` says more than `limit` bytes.
    public mutating func readBody(limit: Int) throws(HTTPServerFailure) {
        guard case .awaitingPermission(let framing) = state else {
            preconditionFailure("readBody(limit:) without a head")
        }
        switch framing {
        case .length(let length):
            guard length <= limit else { throw .bodyTooLarge(limit: limit) }
            state = .sized(remaining: length)
        case .chunked:
            state = .chunked(ChunkedDecoder(limit: limit, maxTrailerFields: limits.maxFields))
        }
    }

    /// Ends a request that has no body without an event for it.
    public mutating func skipEmptyBody() {
        guard case .awaitingPermission(.length(0)) = state else {
            preconditionFailure("skipEmptyBody() for a request with a body")
        }
        state = .head
    }

    private mutating func parseSized(_ input: Span<UInt8>, from offset: inout Int, remaining: Int) -> Event {
        let count = min(remaining, input.count - offset)
        // What a client announces is not what it sends: room is made for what has come and a little more.
        if body.isEmpty, count < remaining { body.reserveCapacity(min(remaining, max(2 * count, 16 * 1024))) }
        body.append(copying: input.extracting(offset..<offset + count))
        offset += count
        guard count == remaining else {
            state = .sized(remaining: remaining - count)
            return .needsInput
        }
        return takeBody()
    }

    private mutating func takeBody() -> Event {
        let complete = body
        body = []
        state = .head
        return .body(complete)
    }
}
