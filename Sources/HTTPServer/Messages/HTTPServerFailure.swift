// SPDX-License-Identifier: MIT

/// Something that the server refuses or gives up on before the application sees a request.
public enum HTTPServerFailure: Error, Hashable, Sendable {
    /// The bytes are not an acceptable HTTP/1.1 request.
    case malformedRequest(MalformedRequest)
    /// The request target is longer than the limit.
    case targetTooLong
    /// The header block or the trailer section is larger than the limit.
    case headerTooLarge
    /// The header has more fields than the limit.
    case tooManyFields
    /// The body is larger than the route's limit, in bytes.
    case bodyTooLarge(limit: Int)
    /// The head did not arrive in time.
    case headerTimeout
    /// The body did not arrive in time.
    case bodyTimeout
    /// All connections that the server allows are taken.
    case tooManyConnections
    /// The request is of another major version than HTTP/1.
    case unsupportedVersion
    /// The body has a transfer coding besides `chunked`.
    case unsupportedTransferCoding
    /// The `Expect` field asks for something besides `100-continue`.
    case expectationFailed

    /// The status code of the answer.
    public var status: Int {
        switch self {
        case .malformedRequest: 400
        case .headerTimeout, .bodyTimeout: 408
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .expectationFailed: 417
        case .headerTooLarge, .tooManyFields: 431
        case .unsupportedTransferCoding: 501
        case .tooManyConnections: 503
        case .unsupportedVersion: 505
        }
    }

    /// A sentence for the client, without any of its input.
    public var explanation: String {
        switch self {
        case .malformedRequest(let reason): "Malformed HTTP request: \(reason.rawValue)."
        case .targetTooLong: "The request target is too long."
        case .headerTooLarge: "The request header is too large."
        case .tooManyFields: "The request has too many header fields."
        case .bodyTooLarge(let limit): "The request body is larger than \(limit) bytes."
        case .headerTimeout: "The request header did not arrive in time."
        case .bodyTimeout: "The request body did not arrive in time."
        case .tooManyConnections: "The server has no room for another connection."
        case .unsupportedVersion: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
        case .unsupportedTransferCoding: "The only transfer coding understood here is chunked."
        case .expectationFailed: "The only expectation understood here is 100-continue."
        }
    }
}

extension HTTPServerFailure: CaseIterable {
    /// Every failure once; ``bodyTooLarge(limit:)`` stands for all its limits.
    public static var allCases: [HTTPServerFailure] {
        MalformedRequest.allCases.map(Self.malformedRequest) + [
            .targetTooLong, .headerTooLarge, .tooManyFields, .bodyTooLarge(limit: 0), .headerTimeout, .bodyTimeout,
            .tooManyConnections, .unsupportedVersion, .unsupportedTransferCoding, .expectationFailed,
        ]
    }
}
