// SPDX-License-Identifier: MIT

import Testing

@testable import TextCoding

@Suite("Base 64")
struct Base64Tests {
    /// RFC 4648 section 10.
    @Test(
        "the test vectors of the RFC come out",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func vectors(_ text: String, _ encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        let unpadded = encoded.prefix { $0 != "=" }
        #expect(Base64.decodeURLSafe(unpadded.utf8) == Array(text.utf8))
        let slice = Array(encoded.utf8)[...]
        #expect(Base64.decode(slice) == Array(text.utf8))
        #expect(Base64.decodedCount(slice) == text.utf8.count)
        #expect(Base64.isValid(slice))
    }

    @Test("the two alphabets differ in two letters")
    func alphabets() {
        #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
        #expect(Base64.encodeURLSafe([0xfb, 0xff]) == "-_8")
        #expect(Base64.decodeURLSafe("-_8".utf8) == [0xfb, 0xff])
    }

    @Test("bytes of every length come back")
    func roundTrip() {
        for count in 0..<200 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            let text = Base64.encodeURLSafe(bytes)
            #expect(text.utf8.count == (count * 8 + 5) / 6)
            #expect(Base64.decodeURLSafe(text.utf8) == bytes)
            #expect(Base64.decode(Array(Base64.encode(bytes).utf8)[...]) == bytes)
        }
    }

    @Test(
        "what the encoder would not have written is not decoded",
        arguments: ["A", "AAAAA", "Zg==", "Zh", "Zm9=", "Zm 9", "Zm9v\n", "+/8", "Zm9*", "Zm8é", "Zm9"]
    )
    func refused(_ text: String) {
        #expect(Base64.decodeURLSafe(text.utf8) == nil)
    }

    @Test(
        "nor is it with padding",
        arguments: [
            "A", "AA", "AAA", "Zg", "Z===", "====", "Zg=", "Zh==", "Zm9=", "Zm 9", "-_8=", "Zg==Zg==", "Zm9v\n",
        ]
    )
    func refusedWithPadding(_ text: String) {
        #expect(Base64.decode(Array(text.utf8)[...]) == nil)
        #expect(!Base64.isValid(Array(text.utf8)[...]))
    }
}
