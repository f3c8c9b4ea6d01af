// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

/// Offers that real stacks made: none that has audio may be refused.
@Suite("Real offers")
struct RealOfferTests {
    static let offers = Fixtures.generated.filter(\.isOffer)

    @Test("an offer with audio passes", arguments: offers.filter { !$0.isDataChannelOnly })
    func passesWithAudio(_ file: SDPFile) throws {
        let summary = try check(file.bytes)
        #expect(summary.hasDataChannel == !(file.name.contains("mic-only") || file.name.contains("audioonly")))
        #expect(summary.hasVideo == (file.name.contains("cam") || file.name.contains("video")))
        #expect(summary.hasCandidates == (file.name.contains("gathered") || file.name.contains("aiortc")))
        #expect(summary.hasBundle)
        #expect(summary.warnings.map(\.code) == (summary.hasDataChannel ? [] : [.noDataChannel]))
        #expect(try summary.mediaSectionCount == parse(file.bytes).mediaSections.count)
    }

    @Test("an offer with a data channel only is refused", arguments: offers.filter(\.isDataChannelOnly))
    func refusedWithoutAudio(_ file: SDPFile) {
        let refusal = #expect(throws: SDPFinding.self) { try check(file.bytes) }
        #expect(refusal?.code == .noAudio)
    }

    @Test("an answer is refused as an offer", arguments: Fixtures.generated.filter { !$0.isOffer })
    func refusedAsOffer(_ file: SDPFile) {
        let refusal = #expect(throws: SDPFinding.self) { try check(file.bytes) }
        #expect(refusal?.code == .answerAsOffer)
    }

    @Test("there are offers of both kinds")
    func thereAreOffers() {
        #expect(Self.offers.count { !$0.isDataChannelOnly } >= 30)
        #expect(Self.offers.count(where: \.isDataChannelOnly) >= 3)
    }

    @Test("the aiortc offer that OpenAI accepted passes, in the old data channel form", .publishedSamples)
    func openAIAcceptedOffer() throws {
        let file = try Fixtures.file("openai-realtime-offer-aiortc-2026-04-27", in: Fixtures.published)
        let summary = try check(file.bytes)
        #expect(summary.warnings.map(\.code) == [.legacyDataChannelForm])
        #expect(summary.hasDataChannel)
    }

    @Test(
        "published offers with audio pass",
        .publishedSamples,
        arguments: [
            "aiortc-audio_chrome", "aiortc-audio_dtls_session_level", "aiortc-audio_firefox", "aiortc-audio_ice_lite",
            "aiortc-audio_ice_session_level_credentials", "aiortc-safari", "exwebrtc-chromium_audio_video",
            "exwebrtc-firefox_audio_video", "sdptransform-icelite", "sdptransform-jsep", "str0m-chrome-offer-send-0",
        ]
    )
    func publishedOffers(_ name: String) throws {
        _ = try check(Fixtures.file(name, in: Fixtures.published).bytes)
    }
}

extension SDPFile {
    fileprivate var isDataChannelOnly: Bool { name.contains("dc-only") || name.contains("dconly") }
}

extension Trait where Self == ConditionTrait {
    /// Shows a test as skipped where the samples of other projects do not lie beside the clone.
    static var publishedSamples: Self {
        .enabled(if: !Fixtures.published.isEmpty, "no published samples in ../shared/sdp/public")
    }
}
