// SPDX-License-Identifier: MIT

internal import Foundation
internal import SDP
internal import Testing

/// The offers in Fixtures/sdp, each named for the rule it breaks, with what the check says of it beside it.
///
/// `UPDATE_FIXTURES=1 swift test --filter SDPTests` writes the `.expected` files anew.
@Suite("Offer fixtures")
struct OfferFixtureTests {
    @Test("no folder of fixtures is empty")
    func foldersAreNotEmpty() {
        #expect(Fixtures.accepted.count >= 20)
        #expect(Fixtures.refused.count >= 40)
        #expect(Fixtures.warned.count >= 15)
        #expect(Fixtures.generated.count >= 60)
    }

    @Test("every finding about an offer has a fixture named for it")
    func everyCodeHasAFixture() {
        let names = (Fixtures.refused + Fixtures.warned).map(code(of:))
        for finding in SDPFinding.Code.allCases where !finding.rawValue.hasPrefix("answer_not") {
            // An offer that is too large is made in LimitTests; answers have their own tests.
            guard finding != .offerTooLarge, !finding.rawValue.hasPrefix("answer_media"), finding != .answerWithoutSetup
            else { continue }
            #expect(names.contains(finding.rawValue), "no fixture for \(finding.rawValue)")
        }
    }

    @Test("findings are those beside the file", arguments: Fixtures.refused + Fixtures.warned)
    func findingsAreThoseExpected(_ file: SDPFile) throws {
        let folder = file.isRefused ? "refused" : "warned"
        let url = Fixtures.folder.appending(path: "\(folder)/\(file.name).expected")
        let found = allFindings(in: file.bytes).map { "\($0)\n" }.joined()
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try Data(found.utf8).write(to: url)
        }
        #expect(try found == String(decoding: Data(contentsOf: url), as: UTF8.self))
    }

    @Test("what is refused is refused for the reason in its name", arguments: Fixtures.refused)
    func refusedForTheRightReason(_ file: SDPFile) {
        let refusal = #expect(throws: SDPFinding.self) { try check(file.bytes) }
        #expect(refusal?.code.rawValue == code(of: file))
        #expect(refusal?.severity == .refusal)
        #expect(allFindings(in: file.bytes).contains { $0 == refusal })
    }

    @Test("what is warned of passes, with the warning in its name", arguments: Fixtures.warned)
    func warnedForTheRightReason(_ file: SDPFile) throws {
        let warnings = try check(file.bytes).warnings
        #expect(warnings.contains { $0.code.rawValue == code(of: file) })
        #expect(warnings.allSatisfy { $0.severity == .warning })
        #expect(Set(warnings.map(\.code)).count == warnings.count)
        #expect(Set(warnings.map(\.code)) == Set(allFindings(in: file.bytes).map(\.code)))
    }

    @Test("what is fine passes without a word", arguments: Fixtures.accepted)
    func acceptedWithoutWarning(_ file: SDPFile) throws {
        let summary = try check(file.bytes)
        #expect(summary.warnings.isEmpty)
        #expect(allFindings(in: file.bytes).isEmpty)
    }

    private func code(of file: SDPFile) -> String {
        String(file.name.prefix { $0 != "-" })
    }
}

extension SDPFile {
    fileprivate var isRefused: Bool { Fixtures.refused.contains { $0.name == name } }
}
