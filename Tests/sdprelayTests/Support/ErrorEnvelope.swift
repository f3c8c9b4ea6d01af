// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// The one form of every error, read strictly.
struct ErrorEnvelope: Decodable {
    struct Relay: Decodable {
        let request_id: String
        let stage: String
        let provider: String?
        let retryable: Bool
        let line: Int?
        let upstream_status: Int?
        let upstream_request_id: String?
        let retry_after_ms: Int?
    }

    struct Content: Decodable {
        let message: String
        let type: String
        let code: String
        let param: String?
        let relay: Relay
    }

    private static let relayMembers: Set<String> = [
        "request_id", "stage", "provider", "retryable", "line", "upstream_status", "upstream_request_id",
        "retry_after_ms",
    ]

    let error: Content

    /// Reads the envelope of an answer, and holds it and the header fields against the rules that every error keeps.
    static func check(_ reply: HTTPReply, sourceLocation: SourceLocation = #_sourceLocation) throws -> Content {
        let object = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
        let error = object?["error"] as? [String: Any]
        let relay = error?["relay"] as? [String: Any]
        #expect(object.map { Set($0.keys) } == ["error"], sourceLocation: sourceLocation)
        #expect(
            error.map { Set($0.keys) } == ["message", "type", "code", "param", "relay"],
            sourceLocation: sourceLocation
        )
        #expect(relay.map { relayMembers.isSuperset(of: $0.keys) } == true, sourceLocation: sourceLocation)
        let content = try JSONDecoder().decode(ErrorEnvelope.self, from: Data(reply.body)).error
        #expect(reply["content-type"] == "application/json", sourceLocation: sourceLocation)
        #expect(reply["x-request-id"] == content.relay.request_id, sourceLocation: sourceLocation)
        #expect(content.relay.request_id.wholeMatch(of: /req_[0-9a-f]{32}/) != nil, sourceLocation: sourceLocation)
        #expect(
            reply["x-should-retry"] == (content.relay.retryable ? nil : "false"),
            sourceLocation: sourceLocation
        )
        #expect(
            reply["retry-after-ms"] == content.relay.retry_after_ms.map(String.init),
            sourceLocation: sourceLocation
        )
        #expect((reply["retry-after"] == nil) == (reply["retry-after-ms"] == nil), sourceLocation: sourceLocation)
        #expect(
            reply["x-upstream-request-id"] == content.relay.upstream_request_id,
            sourceLocation: sourceLocation
        )
        #expect(!content.message.isEmpty, sourceLocation: sourceLocation)
        return content
    }
}
