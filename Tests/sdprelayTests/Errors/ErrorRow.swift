// SPDX-License-Identifier: MIT

import Testing

/// What a caller sees when the upstream does one thing.
struct ErrorRow: Sendable, CustomTestStringConvertible {
    /// The provider, which is named for what it does.
    let provider: String
    let status: Int
    let code: String
    var type = "upstream_error"
    var param: String?
    var stage = "upstream"
    var isRetryable = false
    var upstreamStatus: Int?
    var upstreamRequestID: String?
    var retryAfterMilliseconds: Int?
    /// The relay's own code, where the envelope carries the upstream's.
    var loggedCode: String?
    /// What the message has to say.
    var words = ""

    var testDescription: String { provider }

    /// Posts the offer and holds answer and log line against the row.
    func check(fields: [(name: String, value: String)] = []) async throws {
        let relay = try Bench.shared.relay
        let reply = try await relay.exchange(with: provider, fields: fields)
        let error = try ErrorEnvelope.check(reply)
        #expect(reply.status == status)
        #expect(error.code == code)
        #expect(error.type == type)
        #expect(error.param == param)
        #expect(error.message.contains(words))
        #expect(error.relay.stage == stage)
        #expect(error.relay.provider == provider)
        #expect(error.relay.retryable == isRetryable)
        #expect(error.relay.upstream_status == upstreamStatus)
        #expect(error.relay.upstream_request_id == upstreamRequestID)
        #expect(error.relay.retry_after_ms == retryAfterMilliseconds)
        #expect(error.relay.line == nil || stage == "answer")
        #expect(reply["retry-after"] == retryAfterMilliseconds.map { String(($0 + 999) / 1000) })
        #expect(reply["location"] == nil)
        let line = try await relay.logMembers(of: error.relay.request_id)
        #expect(line["status"] as? Int == status)
        #expect(line["code"] as? String == loggedCode ?? code)
        #expect(line["upstream_code"] as? String == (loggedCode == nil ? nil : code))
        #expect(line["provider"] as? String == provider)
    }
}
