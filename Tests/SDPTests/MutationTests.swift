// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

/// Real offers with a few bytes changed, the same ones in every run.
@Suite("Mutated offers")
struct MutationTests {
    static let seed: UInt64 = 0x5D9_0FFE2
    static let offers = [
        "chrome156-std-mic-dc-offer-gathered", "chrome156-std-mic-cam-dc-offer-nogather",
        "chrome156-warp-mic-dc-offer-gathered", "gen-aiortc-1.16-audio-dc-offer",
    ]

    @Test("never crash, agree in both checks, and come back byte for byte if they parse", arguments: offers)
    func hold(_ name: String) throws {
        let original = try Fixtures.file(name).bytes
        var random = SplitMix64(state: Self.seed)
        print("\(name): seed \(Self.seed)")
        var parsed = 0
        var refused = 0
        for round in 0..<500 {
            var bytes = original
            for _ in 0...Int.random(in: 0..<4, using: &random) { bytes.mutate(using: &random) }
            let comment = Comment(rawValue: "seed \(Self.seed), round \(round)")

            let findings = allFindings(in: bytes)
            let refusal = refusal(of: bytes)
            #expect((refusal != nil) == findings.contains { $0.severity == .refusal }, comment)
            if let refusal { #expect(findings.contains(refusal), comment) }
            refused += refusal == nil ? 0 : 1

            guard let description = try? parse(bytes) else {
                #expect(!findings.isEmpty, comment)
                continue
            }
            parsed += 1
            #expect(description.serialized == bytes, comment)
        }
        #expect(parsed > 50)
        #expect(refused > 50)
    }

    private func refusal(of bytes: [UInt8]) -> SDPFinding? {
        do throws(SDPFinding) {
            _ = try check(bytes)
            return nil
        } catch {
            return error
        }
    }
}

/// A generator whose numbers depend on its seed only.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension [UInt8] {
    mutating func mutate(using random: inout SplitMix64) {
        guard !isEmpty else { return }
        let place = Int.random(in: 0..<count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: self[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: self[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: remove(at: place)
        case 3: insert([0x0A, 0x0D, 0x3A, 0x3D, 0x20, 0x6D, 0x61][Int.random(in: 0..<7, using: &random)], at: place)
        case 4: removeSubrange(place..<Swift.min(place + 60, count))
        default:
            insert(
                contentsOf: self[place..<Swift.min(place + 90, count)],
                at: Int.random(in: 0...count, using: &random)
            )
        }
    }
}
