// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

@Suite("Limits")
struct LimitTests {
    /// An offer of exactly `size` bytes, filled up with an attribute nobody knows.
    private func offer(ofSize size: Int) throws -> [UInt8] {
        let offer = try Fixtures.file("audio-and-data-channel", in: Fixtures.accepted).bytes
        let frame = "a=x-padding:\r\n".utf8.count
        return offer + sdp("a=x-padding:" + String(repeating: "x", count: size - offer.count - frame))
    }

    @Test("256 KiB pass and one byte more does not")
    func bytes() throws {
        let largest = try offer(ofSize: 256 * 1024)
        #expect(largest.count == 262_144)
        #expect(try check(largest).warnings.isEmpty)
        #expect(try parse(largest).serialized == largest)

        let tooLarge = try offer(ofSize: 256 * 1024 + 1)
        #expect(throws: SDPFinding.self) { try check(tooLarge) }
        #expect(allFindings(in: tooLarge).map(\.code) == [.offerTooLarge])
        let error = #expect(throws: SDPSyntaxError.self) { try parse(tooLarge) }
        #expect(error?.code == .tooLarge)
    }

    @Test("64 media sections pass and 65 do not")
    func mediaSections() throws {
        let most = try Fixtures.file("64-media-sections", in: Fixtures.accepted).bytes
        #expect(try check(most).mediaSectionCount == 64)
        #expect(try parse(most).mediaSections.count == 64)

        let tooMany = most + sdp("m=video 0 UDP/TLS/RTP/SAVPF 96")
        let refusal = #expect(throws: SDPFinding.self) { try check(tooMany) }
        #expect(refusal?.code == .tooManyMediaSections)
        let error = #expect(throws: SDPSyntaxError.self) { try parse(tooMany) }
        #expect(error?.code == .tooManyMediaSections)
        #expect(error?.line == refusal?.line)
    }

    @Test("limits can be set")
    func otherLimits() throws {
        let offer = try Fixtures.file("audio-and-data-channel", in: Fixtures.accepted).bytes
        _ = try check(offer, limits: SDPLimits(maxBytes: offer.count, maxMediaSections: 2))
        #expect(allFindings(in: offer, limits: SDPLimits(maxBytes: offer.count - 1)).map(\.code) == [.offerTooLarge])
        #expect(allFindings(in: offer, limits: SDPLimits(maxMediaSections: 1)).map(\.code) == [.tooManyMediaSections])
    }

    @Test("an offer full of faults gives a bounded number of findings, and its verdict is not lost among them")
    func boundedFindings() throws {
        let wrong = sdp("v=0") + [UInt8](repeating: 0x0A, count: 5_000)
        let findings = allFindings(in: wrong)
        #expect(findings.count { $0.code == .malformedLine } == OfferCheck.maxFindingsPerCode)
        #expect(findings.contains { $0.code == .noAudio })
        #expect(findings.count == OfferCheck.maxFindingsPerCode + 1)
    }
}
