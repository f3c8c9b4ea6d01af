// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Error envelopes of providers")
struct UpstreamErrorReportTests {
    private func report(_ body: [UInt8]) -> UpstreamErrorReport {
        UpstreamErrorReport(reading: UpstreamResponse(status: 400, body: body))
    }

    @Test("the four members of the envelope are read")
    func envelope() {
        let body = #"{"error":{"message":"m\n","type":"invalid_request_error","code":"invalid_offer","param":"sdp"}}"#
        #expect(
            report(Array(body.utf8))
                == UpstreamErrorReport(
                    status: 400,
                    message: "m\n",
                    type: "invalid_request_error",
                    code: "invalid_offer",
                    param: "sdp"
                )
        )
    }

    @Test(
        "what is absent, null, empty or of another type is nil",
        arguments: [
            (#"{"error":{"message":"m","code":null,"param":null}}"#, UpstreamErrorReport(status: 400, message: "m")),
            (#"{"error":{"message":"","type":"","code":"","param":""}}"#, UpstreamErrorReport(status: 400)),
            (
                #"{"error":{"message":"m","code":400,"type":["x"],"param":{}}}"#,
                UpstreamErrorReport(status: 400, message: "m")
            ),
            (#"{"error":{"code":"c","details":[1],"innererror":{}}}"#, UpstreamErrorReport(status: 400, code: "c")),
        ]
    )
    func oddEnvelopes(_ body: String, _ expected: UpstreamErrorReport) {
        #expect(report(Array(body.utf8)) == expected)
    }

    @Test("an error that is a string is the message")
    func stringError() {
        #expect(report(Array(#"{"error":"text"}"#.utf8)) == UpstreamErrorReport(status: 400, message: "text"))
        #expect(report(Array(#"{"error":""}"#.utf8)) == UpstreamErrorReport(status: 400))
    }

    @Test(
        "a body that is no envelope says nothing but the status",
        arguments: [
            "", "Bad Gateway", "<html></html>", "[]", "null", #"{"error":null}"#, #"{"error":[]}"#, #"{"error":7}"#,
            #"{"message":"m"}"#, #"{"error":{"message":"cut"#, "v=0\r\n",
        ]
    )
    func noEnvelope(_ body: String) {
        #expect(report(Array(body.utf8)) == UpstreamErrorReport(status: 400))
    }

    @Test("bytes that are not UTF-8 are no envelope")
    func notUTF8() {
        #expect(report(Array(#"{"error":""#.utf8) + [0xff] + Array(#""}"#.utf8)) == UpstreamErrorReport(status: 400))
    }
}
