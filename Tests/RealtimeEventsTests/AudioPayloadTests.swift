// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents
internal import Testing

@Suite("Audio in events")
struct AudioPayloadTests {
    private func payload(_ base64: String) throws -> AudioPayload {
        let document = try JSONDocument(parsing: Array("\"\(base64)\"".utf8))
        return try #require(AudioPayload(document.root, in: document))
    }

    /// The test vectors of RFC 4648, section 10.
    @Test(
        "base64 is that of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func vectors(_ text: String, _ base64: String) throws {
        let payload = try payload(base64)
        #expect(payload.isValid)
        #expect(payload.byteCount == text.utf8.count)
        #expect(payload.decoded() == Array(text.utf8))
        let event = try event(OutgoingEvent.audioAppend(Array(text.utf8)).text, .client)
        #expect(event.string(.audio) == base64)
    }

    @Test("every byte comes back, at every place of a group")
    func everyByte() throws {
        for lead in 0..<3 {
            let bytes = [UInt8](repeating: 0, count: lead) + Array(UInt8.min ... .max)
            let event = try event(OutgoingEvent.audioAppend(bytes).text, .client)
            let payload = try #require(AudioPayload(event[.audio], in: event.document))
            #expect(payload.isValid)
            #expect(payload.decoded() == bytes)
        }
    }

    @Test(
        "what is no base64 is refused",
        arguments: [
            "A", "AA", "AAA", "AAAAA", "A===", "====", "AA=A", "=AAA", "AAA=AAAA", "AAA-", "AAA_", "AAA\\n", "AA A",
            "AAA*", "Zh==", "Zm9=", "é==",
        ]
    )
    func refused(_ base64: String) throws {
        let payload = try payload(base64)
        #expect(!payload.isValid)
        #expect(payload.decoded() == nil)
    }

    @Test("only a string is audio")
    func otherKinds() throws {
        for text in ["1", "null", "[]"] {
            let document = try JSONDocument(parsing: Array(text.utf8))
            #expect(AudioPayload(document.root, in: document) == nil)
        }
    }

    @Test("pcm16 is little-endian, and whole")
    func pcm16() {
        #expect(AudioEncoding.pcm16.samples([0x01, 0x00, 0xff, 0xff, 0x00, 0x80, 0xff, 0x7f]) == [1, -1, .min, .max])
        #expect(AudioEncoding.pcm16.samples([]) == [])
        #expect(AudioEncoding.pcm16.samples([1]) == nil)
    }

    /// Values of ITU-T G.711, as Python's audioop has them.
    @Test("G.711 decodes to the values of the recommendation")
    func g711() throws {
        let codes: [UInt8] = [
            0x00, 0x01, 0x0f, 0x10, 0x2a, 0x3b, 0x55, 0x6e, 0x7e, 0x7f, 0x80, 0x8f, 0xaa, 0xc4, 0xd5, 0xef, 0xfe, 0xff,
        ]
        #expect(
            AudioEncoding.g711Ulaw.samples(codes) == [
                -32124, -31100, -16764, -15996, -5372, -2492, -716, -148, -8, 0, 32124, 16764, 5372, 1628, 716, 132, 8,
                0,
            ]
        )
        #expect(
            AudioEncoding.g711Alaw.samples(codes) == [
                -5504, -5248, -6784, -2752, -32256, -15616, -8, -1760, -880, -848, 5504, 6784, 32256, 280, 8, 1696, 880,
                848,
            ]
        )
        for (encoding, checksum) in [(AudioEncoding.g711Ulaw, 132138816), (.g711Alaw, 168472576)] {
            let all = try #require(encoding.samples(Array(UInt8.min ... .max)))
            #expect(all.enumerated().reduce(0) { $0 + abs(Int($1.element)) * ($1.offset + 1) } == checksum)
        }
    }

    @Test("a delta gives its samples")
    func samples() throws {
        let delta = try #require(try event(#"{"type":"response.output_audio.delta","delta":"AQD//w=="}"#).delta)
        #expect(delta.audio?.samples(.pcm16) == [1, -1])
        #expect(delta.audio?.samples(.g711Ulaw)?.count == 4)
        #expect(AudioEncoding.allCases.map(\.bytesPerSample) == [2, 1, 1])
    }
}
