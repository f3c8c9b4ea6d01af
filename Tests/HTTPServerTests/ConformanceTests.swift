// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

/// Raw requests over a real socket, with their exact outcomes, each delivered at once and byte by byte.
@Suite struct ConformanceTests {
    /// Follows each case: an open connection answers it, a closed one does not.
    private static let last = Array("GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".utf8)

    @Test(arguments: ConformanceCase.all, [Int.max, 1])
    func answersExactlyAsExpected(_ testCase: ConformanceCase, pieceSize: Int) async throws {
        let responses = try await TestServer.run { server in
            try await server.exchange(
                testCase.end == .clientEnds ? testCase.input : testCase.input + Self.last,
                pieceSize: pieceSize,
                thenShutDown: testCase.end == .clientEnds,
                headIndices: testCase.headIndices
            )
        }
        // Byte by byte, an interim response may come before the body does, and a shut-down client may be probed.
        let final = responses.filter { $0.status != 100 }
        #expect(final.map(\.status) == testCase.statuses + (testCase.end == .open ? [200] : []))
        if let bodies = testCase.bodies { #expect(final.prefix(bodies.count).map(\.body) == bodies) }
        if testCase.end == .open { #expect(final.last?.body == "GET /last 1.1 []") }
        if testCase.end == .closed { #expect(final.last?.fields["connection"] == "close") }
    }

    @Test func theTableIsLargeAndItsNamesAreUnique() {
        #expect(ConformanceCase.all.count >= 60)
        #expect(Set(ConformanceCase.all.map(\.name)).count == ConformanceCase.all.count)
    }

    @Test func everyReasonForMalformedRequestsHasACase() {
        let explanations = Set(ConformanceCase.all.flatMap { $0.bodies ?? [] })
        for reason in MalformedRequest.allCases where reason != .endOfInput {
            #expect(explanations.contains(HTTPServerFailure.malformedRequest(reason).explanation), "\(reason)")
        }
    }
}
