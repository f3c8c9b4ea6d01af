// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import HTTPServer

@Suite struct ResponseTests {
    private func written(_ response: HTTPResponse, _ context: ResponseHeadWriter.Context) -> String {
        var writer = ResponseHeadWriter(idleTimeout: .seconds(60))
        writer.write(response, context)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        return text.replacing(/Date: [A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/, with: "Date: D")
    }

    @Test func aResponseHasItsFieldsAndTheServersOwn() {
        var response = HTTPResponse(status: 201, body: Array("abc".utf8))
        response.fields.append("content-type", "application/sdp")
        #expect(
            written(response, .init(keepsAlive: true))
                == "HTTP/1.1 201 Created\r\nDate: D\r\ncontent-type: application/sdp\r\nContent-Length: 3\r\n"
                + "Connection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n"
        )
    }

    @Test func aLastResponseSaysSo() {
        #expect(
            written(HTTPResponse(status: 599), .init())
                == "HTTP/1.1 599 \r\nDate: D\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    }

    @Test(arguments: [204, 304])
    func someStatusesHaveNoContent(status: Int) {
        let response = HTTPResponse(status: status, body: [1])
        #expect(!written(response, .init()).contains("Content-Length"))
        #expect(!ResponseHeadWriter.sendsBody(response, .init()))
    }

    @Test func headTellsTheLengthAlone() {
        let response = HTTPResponse(status: 200, body: [1, 2])
        #expect(written(response, .init(isForHead: true)).contains("Content-Length: 2\r\n"))
        #expect(!ResponseHeadWriter.sendsBody(response, .init(isForHead: true)))
        #expect(ResponseHeadWriter.sendsBody(response, .init()))
    }

    @Test(arguments: [100, 199, 600])
    func anotherStatusIsNoFinalResponse(status: Int) async {
        await #expect(processExitsWith: .failure) { [status] in
            var writer = ResponseHeadWriter(idleTimeout: .seconds(60))
            writer.write(HTTPResponse(status: status), .init())
        }
    }

    @Test func everyFailuresStatusHasAPhrase() {
        for failure in HTTPServerFailure.allCases {
            #expect(ReasonPhrase.of(failure.status).utf8CodeUnitCount > 0)
            #expect(failure.explanation.hasSuffix("."))
        }
        #expect(Set(HTTPServerFailure.allCases.map(\.status)) == [400, 408, 413, 414, 417, 431, 501, 503, 505])
    }

    // MARK: Date

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] as [(Int64, String)]
    )
    func datesAreIMFFixdates(seconds: Int64, text: String) {
        #expect(HTTPDate.text(seconds) == text)
    }

    @Test func datesAgreeWithFoundation() {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let seconds = Int64.random(in: 0..<16_725_225_600, using: &random)
            #expect(HTTPDate.text(seconds) == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
        }
    }

    @Test(arguments: [0, 9, 10, 99, 100, -5, Int.max, Int.min])
    func numbersAreWrittenInDecimal(number: Int) {
        var bytes: [UInt8] = []
        bytes.append(decimal: number)
        #expect(String(decoding: bytes, as: UTF8.self) == "\(number)")
    }
}
