// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

/// Findings and errors go to logs and to clients: nothing of an offer may be in them, least of all its ICE password.
@Suite("Privacy")
struct PrivacyTests {
    private static let secret = "planted4secret"

    @Test("no finding or error holds what was planted in an offer", arguments: Fixtures.refused + Fixtures.warned)
    func findingsHoldNoInput(_ file: SDPFile) {
        for bytes in plant(in: file.bytes) {
            for finding in allFindings(in: bytes) {
                expectClean(finding)
            }
            do throws(SDPFinding) { expectClean(try check(bytes)) } catch { expectClean(error) }
            do throws(SDPFinding) {
                try checkAnswer(bytes, offerMediaSectionCount: 1)
            } catch { expectClean(error) }
            do throws(SDPSyntaxError) { expectClean(try parse(bytes)) } catch { expectClean(error) }
        }
    }

    @Test("a description shows line types and sizes only, however it is printed")
    func descriptionsShowNoValues() throws {
        let description = try parse(
            sdp("v=0", "a=ice-pwd:\(Self.secret)", "m=audio 9 RTP/AVP 0", "a=ice-pwd:\(Self.secret)", Self.secret)
        )
        expectClean(description)
        expectClean(description.lines)
        expectClean(description.mediaSections)
        #expect("\(description.lines)" == "[v=<1 bytes>, a=<22 bytes>]")
        #expect(description.mediaSections[0].lines.map(\.description).last == "?=<14 bytes>")
        #expect(description.icePwd == Self.secret)
    }

    /// The bytes with the secret at each of some places: behind every colon and equals sign, and as a line.
    private func plant(in bytes: [UInt8]) -> [[UInt8]] {
        let secret = Array(Self.secret.utf8)
        var planted: [UInt8] = []
        for byte in bytes {
            planted.append(byte)
            if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") { planted += secret }
        }
        return [planted, bytes + secret, secret + bytes, Array(bytes.prefix(5)) + secret + bytes.dropFirst(5)]
    }

    private func expectClean(_ value: Any, sourceLocation: SourceLocation = #_sourceLocation) {
        var dumped = ""
        dump(value, to: &dumped)
        let shown = "\(value)\n\(String(reflecting: value))\n\(dumped)"
        #expect(!shown.contains(Self.secret), sourceLocation: sourceLocation)
    }
}
