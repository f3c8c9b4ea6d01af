// SPDX-License-Identifier: MIT

import SDP
import Testing

@testable import Signaling

@Suite("Error table")
struct ErrorCodeTests {
    private static let answerFindings: Set<SDPFinding.Code> = [
        .answerNotSDP, .answerMediaSectionCount, .answerWithoutSetup,
    ]

    @Test(
        "every reason to refuse an offer has a row",
        arguments: SDPFinding.Code.allCases.filter { $0.severity == .refusal && !answerFindings.contains($0) }
    )
    func offerRefusals(_ code: SDPFinding.Code) throws {
        let entry = try #require(ErrorCode(rawValue: code.rawValue)).entry
        #expect(entry.type == .invalidRequest)
        #expect(entry.status == (code == .offerTooLarge ? 413 : 400))
        #expect(!entry.isRetryable)
    }

    @Test(
        "warnings and findings about answers have none",
        arguments: SDPFinding.Code.allCases.filter { $0.severity == .warning || answerFindings.contains($0) }
    )
    func otherFindings(_ code: SDPFinding.Code) {
        #expect(ErrorCode(rawValue: code.rawValue) == nil)
    }

    @Test("every row is complete and its type fits its status", arguments: ErrorCode.allCases)
    func rows(_ code: ErrorCode) {
        let entry = code.entry
        #expect(entry.meaning.hasSuffix("."))
        #expect(entry.remedy.hasSuffix("."))
        #expect(code.rawValue.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz8_".utf8.contains($0) })
        switch entry.type {
        case .invalidRequest: #expect((400..<500).contains(entry.status) || [501, 505].contains(entry.status))
        case .authentication: #expect(entry.status == 401)
        case .rateLimit: #expect(entry.status == 429)
        case .upstream: #expect([502, 503, 504].contains(entry.status))
        case .server: #expect([500, 503].contains(entry.status))
        }
    }
}
