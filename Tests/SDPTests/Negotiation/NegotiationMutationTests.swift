// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

/// Offers and answers with a few bytes changed, the same ones in every run.
@Suite("Negotiation of mutated descriptions")
struct NegotiationMutationTests {
    private static let seed: UInt64 = 0xA45_3E8

    @Test("answers to mutated offers hold together", arguments: MutationTests.offers)
    func mutatedOffers(_ name: String) throws {
        let original = try Fixtures.file(name).bytes
        let local = try LocalPeer.lite().withVideo()
        var random = SplitMix64(state: Self.seed)
        var counts = (answered: 0, refused: 0)
        for round in 0..<400 {
            var bytes = original
            for _ in 0...Int.random(in: 0..<4, using: &random) { bytes.mutate(using: &random) }
            guard let offer = try? parse(bytes) else { continue }
            do throws(NegotiationError) {
                let answer = try SessionAnswer(to: offer, from: local)
                counts.answered += 1
                try? expectWellFormed(answer, offer: offer, "seed \(Self.seed), round \(round)")
            } catch {
                counts.refused += 1
                #expect((1...offer.lineCount).contains(error.line))
            }
        }
        #expect(counts.answered > 100)
        #expect(counts.refused > 5)
    }

    @Test("mutated answers are read or refused with a line")
    func mutatedAnswers() throws {
        let offer = SessionOffer(from: try .agent().withVideo())
        let original = try answer(offer.bytes, from: .lite().withVideo()).bytes
        var random = SplitMix64(state: Self.seed)
        var counts = (read: 0, refused: 0)
        for _ in 0..<1000 {
            var bytes = original
            for _ in 0...Int.random(in: 0..<4, using: &random) { bytes.mutate(using: &random) }
            guard let answer = try? parse(bytes) else { continue }
            do throws(NegotiationError) {
                let session = try offer.session(from: answer)
                counts.read += 1
                #expect(session.audio != nil && session.sections.count == 3)
            } catch {
                counts.refused += 1
                #expect((1...answer.lineCount).contains(error.line))
            }
        }
        #expect(counts.read > 100)
        #expect(counts.refused > 100)
    }
}

extension SessionDescription {
    fileprivate var lineCount: Int { mediaSections.reduce(lines.count) { $0 + $1.lines.count } }
}
