// SPDX-License-Identifier: MIT

import Testing

@testable import Cryptography

@Suite("SHA-256")
struct SHA256Tests {
    private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    private static let twoBlocks = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"

    @Test(
        "the examples of FIPS 180-4 come out",
        arguments: [
            ("abc", abc), ("", empty),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", twoBlocks),
        ]
    )
    func examples(_ text: String, _ expected: String) throws {
        let hasher = try #require(SHA256Hasher())
        // The context is used again and again.
        for _ in 0..<3 {
            let digest = hasher.digest(of: Array(text.utf8).span)
            #expect(digest.isEqual(to: try #require(SHA256Digest(hexadecimal: expected))))
        }
    }

    @Test("digests that differ in any bit are not equal")
    func difference() throws {
        let digest = try #require(SHA256Digest(hexadecimal: Self.abc))
        var bytes = (0..<32).map { UInt8($0) }
        let other = try #require(SHA256Digest(bytes: bytes))
        #expect(!digest.isEqual(to: other))
        for position in 0..<32 {
            bytes[position] ^= 0x80
            #expect(!other.isEqual(to: try #require(SHA256Digest(bytes: bytes))))
            bytes[position] ^= 0x80
        }
        #expect(other.isEqual(to: try #require(SHA256Digest(bytes: bytes))))
        #expect(other.prefix128 == (0x0001_0203_0405_0607, 0x0809_0a0b_0c0d_0e0f))
    }

    @Test(
        "only 64 hexadecimal digits, in either case, are a digest",
        arguments: ["", String(abc.dropLast()), abc + "0", String(abc.dropLast()) + "g", " " + abc.dropLast()]
    )
    func notADigest(_ text: String) throws {
        #expect(SHA256Digest(hexadecimal: text) == nil)
        let upper = try #require(SHA256Digest(hexadecimal: Self.abc.uppercased()))
        #expect(upper.isEqual(to: try #require(SHA256Digest(hexadecimal: Self.abc))))
        #expect(SHA256Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    }
}
