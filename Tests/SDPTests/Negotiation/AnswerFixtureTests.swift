// SPDX-License-Identifier: MIT

internal import Foundation
internal import SDP
internal import Testing

/// What is answered to each offer in Fixtures/sdp, or why it is not, beside the file as `.answer`.
///
/// `UPDATE_FIXTURES=1 swift test --filter SDPTests` writes the files anew.
@Suite("Answers to the fixtures")
struct AnswerFixtureTests {
    struct Case: CustomTestStringConvertible {
        var folder: String
        var file: SDPFile
        var testDescription: String { "\(folder)/\(file.name)" }
    }

    static let cases: [Case] = [
        ("generated", Fixtures.generated.filter(\.isOffer)), ("accepted", Fixtures.accepted),
        ("warned", Fixtures.warned), ("refused", Fixtures.refused),
    ].flatMap { folder, files in
        files.filter { (try? parse($0.bytes)) != nil }.map { Case(folder: folder, file: $0) }
    }

    @Test("the answer, or the reason for none, is that beside the file", arguments: cases)
    func isThatExpected(_ offer: Case) throws {
        let url = Fixtures.folder.appending(path: "\(offer.folder)/\(offer.file.name).answer")
        let found: [UInt8]
        do {
            found = try answer(offer.file.bytes).bytes
        } catch let error as NegotiationError {
            found = Array("error: \(error)\n".utf8)
        }
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try Data(found).write(to: url)
        }
        #expect(try found == Array(Data(contentsOf: url)))
    }

    @Test("every answer is one that a client can use", arguments: cases)
    func holdsTogether(_ offer: Case) throws {
        for local in [try LocalPeer.lite(), try LocalPeer.agent().withVideo()] {
            guard let answer = try? answer(offer.file.bytes, from: local) else { continue }
            try expectWellFormed(answer, offer: parse(offer.file.bytes))
        }
    }

    @Test("real offers with audio are answered, with all that is in them but video")
    func realOffers() throws {
        let offers = Fixtures.generated.filter(\.isOffer)
        for file in offers where !file.name.contains("dc-only") && !file.name.contains("dconly") {
            let session = try answer(file.bytes).session
            let summary = try check(file.bytes)
            #expect(session.audio?.codecs.first?.codec == .opus)
            #expect((session.dataChannel != nil) == summary.hasDataChannel)
            #expect(session.video == nil)
            #expect(!session.isDTLSClient)
            let withVideo = try answer(file.bytes, from: .lite().withVideo()).session
            #expect((withVideo.video != nil) == summary.hasVideo)
        }
    }

    @Test(
        "published offers with Opus are answered",
        .publishedSamples,
        arguments: [
            "aiortc-audio_chrome", "aiortc-audio_firefox", "aiortc-safari", "exwebrtc-chromium_audio_video",
            "exwebrtc-firefox_audio_video", "openai-realtime-offer-aiortc-2026-04-27",
            "pion-peerconnection-sdpNoFingerprintInFirstMedia-1", "sdptransform-jsep", "str0m-chrome-offer-send-0",
        ]
    )
    func publishedOffers(_ name: String) throws {
        let offer = try Fixtures.file(name, in: Fixtures.published).bytes
        let answer = try answer(offer, from: .lite().withVideo())
        try expectWellFormed(answer, offer: parse(offer))
    }
}

/// What holds for every answer, whatever the offer.
func expectWellFormed(_ answer: SessionAnswer, offer: SessionDescription, _ comment: Comment? = nil) throws {
    try checkAnswer(answer.bytes, offerMediaSectionCount: offer.mediaSections.count)
    let read = try parse(answer.bytes)
    #expect(read == answer.description, comment)
    #expect(answer.session.sections.count == offer.mediaSections.count, comment)
    var accepted: Set<String> = []
    for ((offered, answered), agreed) in zip(zip(offer.mediaSections, read.mediaSections), answer.session.sections) {
        #expect(answered.media == offered.media && answered.transport == offered.transport, comment)
        #expect(answered.mid == offered.mid && agreed.mid == offered.mid, comment)
        #expect((answered.port == 0) == (agreed.content == .rejected), comment)
        if let mid = offered.mid, agreed.content != .rejected { accepted.insert(mid) }
    }
    // RFC 9143, section 7.3: the group holds what is accepted and nothing else, in the order of the offer's.
    if let group = read.bundleGroups.first {
        #expect(Set(group) == accepted && group.count == accepted.count, comment)
        #expect(offer.bundleGroups.contains { offered in group == unique(offered).filter(group.contains) }, comment)
        #expect(read.bundleTaggedSection?.hasAttribute("end-of-candidates") == true, comment)
    } else {
        #expect(answer.session.sections.count { $0.content != .rejected } == 1, comment)
    }
    #expect(read.mediaSections.count(where: \.hasEndOfCandidates) == 1, comment)
}

private func unique(_ mids: [String]) -> [String] {
    var seen: Set<String> = []
    return mids.filter { seen.insert($0).inserted }
}
