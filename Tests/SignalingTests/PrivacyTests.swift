// SPDX-License-Identifier: MIT

import Providers
import Testing

@testable import Signaling

@Suite("Secrets in the upstream's words")
struct PrivacyTests {
    @Test(
        "known secrets and what looks like one are taken out",
        arguments: [
            ("key topsecret1 is bad", "key [redacted] is bad"), ("topsecret1topsecret1", "[redacted][redacted]"),
            ("Incorrect API key provided: sk-proj-abc_DEF.", "Incorrect API key provided: sk-[redacted]"),
            ("'ek_0123456789' has expired", "'ek_[redacted]' has expired"),
            ("Authorization: Bearer abcdefgh, x", "Authorization: Bearer [redacted], x"),
            ("bearer abcdefgh", "bearer [redacted]"), ("Bearer topsecret1", "Bearer [redacted]"),
            ("a=ice-pwd:abcdefghijkl\r\na=x", "a=ice-pwd:[redacted]\r\na=x"),
            ("ice-pwd: abcdefghijkl", "ice-pwd: [redacted]"), ("(sk_live_123456)", "(sk_[redacted])"),
            ("topsecret1\u{301}", "[redacted]\u{301}"), ("sk-abcdef\u{301}", "sk-[redacted]\u{301}"),
            ("\u{200d}topsecret1", "\u{200d}[redacted]"),
        ]
    )
    func scrubbed(_ text: String, _ expected: String) {
        let scrubber = SecretScrubber(secrets: ["topsecret1", ""])
        #expect(scrubber.scrub(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test(
        "other words stay",
        arguments: [
            "", "Invalid SDP offer.", "a task-oriented and risk-based week_number", "sk-", "ek_abc", "Bearer token",
            "é😀",
            "disk-encryption",
        ]
    )
    func untouched(_ text: String) {
        #expect(SecretScrubber(secrets: ["topsecret1"]).scrub(text) == text)
    }

    @Test("a short key is taken out even after a word that announces one")
    func shortKey() {
        #expect(SecretScrubber(secrets: ["abc"]).scrub("Bearer abc") == "Bearer [redacted]")
        #expect(SecretScrubber(secrets: [""]).scrub("a") == "a")
    }

    @Test(
        "no secret gets into the envelope, whatever member of its own it is planted in",
        arguments: [400, 401, 403, 404, 429, 500, 503, 302]
    )
    func envelope(_ status: Int) async throws {
        let key = "relay-key-without-prefix"
        let body =
            #"{"error":{"message":"\#(key) ek_plantedtoken","type":"\#(key)","code":"ek_plantedtoken","param":"\#(key)"}}"#
        for token in [nil, "ek_plantedtoken"] {
            let bench = Bench(
                .response(status, fields: ["Retry-After: 1"], body: body),
                providers: [Bench.provider("openai", OpenAIProvider(), keys: [ProviderKey(name: "main", secret: key)])]
            )
            let (result, record) = await bench.exchange(token: token)
            let error = try #require(result.failure)
            var dumped = ""
            dump(record, to: &dumped)
            let shown = String(decoding: error.envelope(requestID: "r"), as: UTF8.self) + error.description + dumped
            #expect(!shown.contains("plantedtoken"))
            if token == nil { #expect(!shown.contains(key)) }
            #expect(!shown.contains("pppppppppp"))
        }
    }
}
