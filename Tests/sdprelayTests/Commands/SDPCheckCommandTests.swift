// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// `sdprelay sdp check`, as a process, on the fixtures.
struct SDPCheckCommandTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            let severity: String
            let code: String
            let line: Int
            let column: Int
            let message: String

            /// As the text form has it.
            var text: String { "\(line):\(column): \(severity): \(message) [\(code)]" }
        }

        let file: String
        let accepted: Bool
        let findings: [Finding]
    }

    private static func expected(_ fixture: String) throws -> String {
        String(decoding: try PackageFolder.offer("\(fixture).expected"), as: UTF8.self)
    }

    @Test(
        "Findings as a compiler has them",
        arguments: [
            ("refused/missing_fingerprint", 1 as Int32), ("refused/control_character-and-not-utf8", 1),
            ("refused/empty_offer", 1), ("warned/no_bundle", 0), ("warned/malformed_line-with-other-warnings", 0),
        ]
    )
    func printsFindings(fixture: String, exitCode: Int32) async throws {
        let file = PackageFolder.offers.appending(path: "\(fixture).sdp").path
        let run = try await CommandRun("sdp", "check", file)
        let lines = try Self.expected(fixture).split(separator: "\n").map { "\(file):\($0)\n" }.joined()
        #expect(run.exitCode == exitCode)
        #expect(run.output == lines)
        #expect(run.errorOutput == "")
    }

    @Test(
        "The same as JSON",
        arguments: [
            ("refused/missing_fingerprint", 1 as Int32), ("refused/control_character-and-not-utf8", 1),
            ("warned/malformed_line-with-other-warnings", 0),
        ]
    )
    func printsJSON(fixture: String, exitCode: Int32) async throws {
        let run = try await CommandRun("sdp", "check", "--json", "-", input: try PackageFolder.offer("\(fixture).sdp"))
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(run.exitCode == exitCode)
        #expect(run.output.split(separator: "\n").count == 1)
        #expect(report.file == "<stdin>")
        #expect(report.accepted == (exitCode == 0))
        #expect(
            report.findings.map(\.text) == (try Self.expected(fixture)).split(separator: "\n").map(String.init)
        )
    }

    @Test func hasNothingToSayAboutAGoodOffer() async throws {
        let offer = try PackageFolder.offer("accepted/audio-and-data-channel.sdp")
        let text = try await CommandRun("sdp", "check", "-", input: offer)
        let json = try await CommandRun("sdp", "check", "-", "--json", input: offer)
        #expect(text.exitCode == 0)
        #expect(text.output == "")
        #expect(json.exitCode == 0)
        #expect(json.output == "{\"file\":\"<stdin>\",\"accepted\":true,\"findings\":[]}\n")
    }

    @Test func namesStandardInput() async throws {
        let run = try await CommandRun("sdp", "check", "-", input: try PackageFolder.offer("warned/no_bundle.sdp"))
        #expect(run.output.hasPrefix("<stdin>:16:1: warning: "))
    }

    @Test func refusesWhatIsTooLargeAsTheRelayWould() async throws {
        let offer = Array("v=0\r\n".utf8) + [UInt8](repeating: 0x61, count: 300_000)
        let run = try await CommandRun("sdp", "check", "-", input: offer)
        #expect(run.exitCode == 1)
        #expect(run.output.contains("[offer_too_large]"))
    }
}
