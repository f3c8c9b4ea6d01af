// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Signaling

extension RelayError {
    /// The error for something that the server refused before a route saw it.
    init(_ failure: HTTPServerFailure, contentType: ContentType?) {
        let code: ErrorCode =
            switch failure {
            case .malformedRequest: .malformedRequest
            case .targetTooLong: .targetTooLong
            case .headerTooLarge, .tooManyFields: .headerTooLarge
            case .bodyTooLarge: contentType == .sdp ? .offerTooLarge : .bodyTooLarge
            case .headerTimeout, .bodyTimeout: .requestTimeout
            case .tooManyConnections: .tooManyConnections
            case .unsupportedVersion: .versionNotSupported
            case .unsupportedTransferCoding: .transferCodingNotSupported
            case .expectationFailed: .expectationFailed
            }
        self.init(code, stage: code == .offerTooLarge ? .offer : .http, message: failure.explanation)
        if code == .offerTooLarge { param = "sdp" }
        if code == .tooManyConnections { setRetryAfter(seconds: Self.fullRetryAfterSeconds) }
    }
}
