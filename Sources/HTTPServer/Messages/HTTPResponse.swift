// SPDX-License-Identifier: MIT

/// A final response.
///
/// `Content-Length`, `Transfer-Encoding`, `Date`, `Connection` and `Keep-Alive` are added by the server.
public struct HTTPResponse: Sendable, Hashable {
    /// What follows the head; one word, so that a stream costs other responses nothing.
    private enum Content: Hashable {
        case bytes([UInt8])
        case stream(HTTPBodyStream)
    }

    /// The status code, from 200 to 599.
    public var status: Int
    /// The fields, without those that the server adds.
    public var fields: HTTPFields
    private var content: Content

    /// Makes a response whose content is known.
    public init(status: Int, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        content = .bytes(body)
    }

    /// Makes a response whose content is still being written.
    public init(status: Int, fields: HTTPFields = HTTPFields(), stream: HTTPBodyStream) {
        self.status = status
        self.fields = fields
        content = .stream(stream)
    }

    /// The content; empty if it is a stream.
    ///
    /// It is left out on the wire for `HEAD`, 204 and 304; a `HEAD` response still tells its length.
    public var body: [UInt8] {
        get {
            switch content {
            case .bytes(let bytes): bytes
            case .stream: []
            }
        }
        set { content = .bytes(newValue) }
    }

    /// The stream that the content comes from, if it is not in ``body``.
    ///
    /// For `HEAD`, 204 and 304 it is closed without having sent anything.
    public var stream: HTTPBodyStream? {
        switch content {
        case .bytes: nil
        case .stream(let stream): stream
        }
    }
}
