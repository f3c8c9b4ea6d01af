// SPDX-License-Identifier: MIT

import EventLoop
import Testing

@testable import UpstreamHTTP

@Suite("Response head")
struct ResponseHeadTests {
    private func append(_ line: String, to head: inout ResponseHead) -> ResponseHead.Line {
        let bytes = Array(line.utf8)
        return head.append(bytes.span)
    }

    @Test("keeps the final response's fields only")
    func keepsFinalFields() {
        var head = ResponseHead()
        #expect(append("HTTP/1.1 100 Continue\r\n", to: &head) == .other)
        #expect(append("X-Early: 1\r\n", to: &head) == .other)
        #expect(append("\r\n", to: &head) == .other)
        #expect(!head.isComplete)
        #expect(append("HTTP/2 201 \r\n", to: &head) == .finalStatus)
        #expect(append("A: 1\r\n", to: &head) == .other)
        #expect(append("\r\n", to: &head) == .other)
        #expect(head.isComplete)
        #expect(append("HTTP/1.1 500 Trailer: no\r\n", to: &head) == .other)
        #expect(append("B: 2\r\n", to: &head) == .other)
        #expect(head.status == 201)
        #expect(head.fieldBlock == Array("A: 1\r\n".utf8))
    }

    @Test("the limit counts every line", arguments: [true, false])
    func limitsLines(isInterim: Bool) {
        var head = ResponseHead()
        let status = isInterim ? "HTTP/1.1 100 C\r\n" : "HTTP/1.1 200 O\r\n"
        #expect(append(status, to: &head) != .overLimit)
        #expect(append(String(repeating: "x", count: ResponseHead.byteLimit - 16), to: &head) == .other)
        #expect(append("x", to: &head) == .overLimit)
    }
}

@Suite("Response fields")
struct ResponseFieldTests {
    private func response(_ block: String) -> UpstreamHTTPResponse {
        UpstreamHTTPResponse(
            status: 200,
            fieldBlock: Array(block.utf8),
            body: [],
            timings: .init(connect: nil, firstByte: .zero, total: .zero)
        )
    }

    @Test("are found by name in any case, first one first, without the white space")
    func areFound() {
        let response = response("Retry-After:  7\t\r\nretry-after: 8\r\nEmpty:\r\nBare: x\nretry: 1\r\n")
        #expect(response.value(of: "RETRY-AFTER") == "7")
        #expect(response.value(of: "empty") == "")
        #expect(response.value(of: "bare") == "x")
        #expect(response.value(of: "retry-afte") == nil)
        #expect(response.value(of: "retry-after-ms") == nil)
    }

    @Test("are listed in order; lines that are no fields are passed over")
    func areListed() {
        var seen: [[String]] = []
        response("A: 1\r\nno field\r\n folded: 2\r\n: nameless\r\nB: 2:3\r\nC: last").forEachField { name, value in
            seen.append([String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)])
        }
        #expect(seen == [["A", "1"], ["B", "2:3"], ["C", "last"]])
    }
}

@Suite("Exchange clock")
struct ExchangeClockTests {
    private let limits = ExchangeLimits(
        UpstreamHTTPPolicy(
            connectTimeout: .nanoseconds(10),
            firstByteTimeout: .nanoseconds(20),
            totalTimeout: .nanoseconds(100)
        )
    )

    private func at(_ nanoseconds: UInt64) -> LoopInstant { LoopInstant(nanoseconds: 1000 + nanoseconds) }

    @Test("each stage has its limit")
    func limitsStages() {
        var clock = ExchangeClock(start: at(0), limits: limits)
        #expect(clock.expiredLimit(at: at(9)) == nil)
        #expect(clock.expiredLimit(at: at(10)) == .connectTimeout)
        clock.connectionIsReady(at: at(9))
        #expect(clock.expiredLimit(at: at(28)) == nil)
        #expect(clock.expiredLimit(at: at(29)) == .firstByteTimeout)
        clock.statusHasArrived(at: at(28))
        #expect(clock.expiredLimit(at: at(99)) == nil)
        #expect(clock.expiredLimit(at: at(100)) == .totalTimeout)
    }

    @Test("the total limit comes first when it is shorter")
    func totalComesFirst() {
        var clock = ExchangeClock(start: at(0), limits: limits)
        clock.connectionIsReady(at: at(95))
        #expect(clock.expiredLimit(at: at(99)) == nil)
        #expect(clock.expiredLimit(at: at(100)) == .totalTimeout)
    }

    @Test("timings count from the start, and a used connection has no connect time")
    func countsFromTheStart() {
        var clock = ExchangeClock(start: at(0), limits: limits)
        clock.connectionIsReady(at: at(5))
        clock.statusHasArrived(at: at(15))
        let new = clock.timings(end: at(30), isNewConnection: true)
        #expect(new == .init(connect: .nanoseconds(5), firstByte: .nanoseconds(15), total: .nanoseconds(30)))
        #expect(clock.timings(end: at(30), isNewConnection: false).connect == nil)
    }
}
