// SPDX-License-Identifier: MIT

import Providers
import Testing

@testable import sdprelay

/// The loopback's ephemeral tokens, with a clock of the test's.
struct LoopbackTokensTests {
    private final class Time {
        var now: Int64 = 1_800_000_000
    }

    private let time = Time()
    private let provider = NameFingerprint(of: "loopback")
    private let session = Array(#"{"type":"realtime"}"#.utf8)

    private func tokens(_ secrets: String...) throws -> LoopbackTokens {
        let sealers = try secrets.map { try #require(HandleSealer(secret: $0, for: .loopbackTokens)) }
        return LoopbackTokens(sealers: sealers) { [time] in time.now }
    }

    private func minted(_ tokens: LoopbackTokens, lifetime: Int = 600) throws -> Substring {
        let token = try #require(tokens.mint(for: provider, session: session, lifetime: lifetime))
        #expect(token.expiresAt == time.now + Int64(lifetime))
        #expect(token.text.hasPrefix("ek_"))
        #expect(token.text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) })
        return token.text.dropFirst(LoopbackTokens.prefix.count)
    }

    @Test func isKnownWhereverTheSecretIs() throws {
        let text = try minted(try tokens("one"))
        #expect(try tokens("one").find(text, of: provider) == .good(session: session))
        #expect(try tokens("two", "one").find(text, of: provider) == .good(session: session))
        #expect(try tokens("two").find(text, of: provider) == .unknown)
    }

    @Test func isGoodToTheSecondBeforeItExpires() throws {
        let tokens = try tokens("one")
        let text = try minted(tokens, lifetime: 10)
        time.now += 9
        #expect(tokens.find(text, of: provider) == .good(session: session))
        time.now += 1
        #expect(tokens.find(text, of: provider) == .expired)
    }

    @Test func anExpiredOneEndsItsCallsAndNoMore() {
        for (finding, ends, begins) in [
            (LoopbackTokens.Finding.good(session: []), nil, nil), (.expired, nil, 401), (.unknown, 401, 401),
        ] as [(LoopbackTokens.Finding, Int?, Int?)] {
            #expect(LoopbackTransport.refusal(of: finding, endsCall: true)?.status == ends)
            #expect(LoopbackTransport.refusal(of: finding, endsCall: false)?.status == begins)
        }
    }

    @Test func isForOneProvider() throws {
        let tokens = try tokens("one")
        let text = try minted(tokens)
        #expect(tokens.find(text, of: NameFingerprint(of: "deaf")) == .unknown)
        time.now += 601
        // Nor does another one learn that it has expired.
        #expect(tokens.find(text, of: NameFingerprint(of: "deaf")) == .unknown)
    }

    @Test func mayHoldNoSession() throws {
        let tokens = try tokens("one")
        let token = try #require(tokens.mint(for: provider, session: [], lifetime: 10))
        #expect(tokens.find(token.text.dropFirst(3), of: provider) == .good(session: []))
    }

    @Test func whatElseTheSecretSealsIsNone() throws {
        let tokens = try tokens("one")
        let calls = try #require(HandleSealer(secret: "one"))
        let id = try #require(calls.seal([UInt8](repeating: 1, count: 40), prefix: ""))
        #expect(tokens.find(id[...], of: provider) == .unknown)
        let text = try minted(tokens)
        #expect(calls.open(text) == nil)
        var changed = Array(text)
        changed[5] = changed[5] == "A" ? "B" : "A"
        for strange in [String(changed), String(text.dropLast()), text + "A", "", "made_up"] {
            #expect(tokens.find(strange[...], of: provider) == .unknown)
        }
    }
}
