// SPDX-License-Identifier: MIT

import Testing

@testable import Signaling

@Suite("Error envelope")
struct EnvelopeTests {
    private func text(_ error: RelayError) -> String {
        String(decoding: error.envelope(requestID: "req_1"), as: UTF8.self)
    }

    @Test("the least is OpenAI's four members and where it failed")
    func least() {
        #expect(
            text(RelayError(.notFound, stage: .request))
                == #"{"error":{"message":"No such path.","type":"invalid_request_error","code":"not_found","#
                + #""param":null,"relay":{"request_id":"req_1","stage":"request","retryable":false}}}"#
        )
    }

    @Test("all that is known stands in its place, and is escaped")
    func most() {
        var error = RelayError(
            .upstreamRejected,
            stage: .offer,
            message: "a \"b\"\n",
            param: "sdp",
            provider: "openai",
            line: 12
        )
        error.status = 422
        error.isRetryable = true
        error.upstreamStatus = 429
        error.upstreamType = "t"
        error.upstreamCode = "c"
        error.upstreamRequestID = "req_\"up"
        error.retryAfterSeconds = 7
        error.retryAfterMilliseconds = 7000
        error.allowedMethods = "POST"
        #expect(
            text(error)
                == #"{"error":{"message":"a \"b\"\n","type":"t","code":"c","param":"sdp","relay":{"#
                + #""request_id":"req_1","stage":"offer","provider":"openai","retryable":true,"line":12,"#
                + #""upstream_status":429,"upstream_request_id":"req_\"up","retry_after_ms":7000}}}"#
        )
    }

    @Test("a description is safe to log")
    func description() {
        #expect(RelayError(.notSDP, stage: .offer, message: "secret").description == "not_sdp at offer")
    }
}
