// SPDX-License-Identifier: MIT

import Testing

@testable import Cryptography

@Suite("AES-256-GCM")
struct AuthenticatedCipherTests {
    private static let key = (0..<32).map { UInt8($0) }

    @Test("what is sealed can be opened, with the same key only", arguments: [0, 1, 15, 16, 17, 37, 118, 1000])
    func roundTrip(_ count: Int) throws {
        let cipher = try #require(AuthenticatedCipher(key: Self.key))
        let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        for _ in 0..<100 {
            let sealed = try #require(cipher.seal(plaintext))
            #expect(sealed.count == count + AuthenticatedCipher.overhead)
            #expect(cipher.open(sealed) == plaintext)
        }
        let sealed = try #require(cipher.seal(plaintext))
        let twin = try #require(AuthenticatedCipher(key: Self.key))
        #expect(twin.open(sealed) == plaintext)
        let other = try #require(AuthenticatedCipher(key: Array(Self.key.reversed())))
        #expect(other.open(sealed) == nil)
    }

    @Test("any bit that is changed, and any byte that is missing or added, is noticed")
    func tampering() throws {
        let cipher = try #require(AuthenticatedCipher(key: Self.key))
        let sealed = try #require(cipher.seal(Array("a call".utf8)))
        for position in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[position] ^= 1 << UInt8(bit)
                #expect(cipher.open(changed) == nil)
            }
        }
        for count in 0..<sealed.count { #expect(cipher.open(Array(sealed.prefix(count))) == nil) }
        #expect(cipher.open(sealed + [0]) == nil)
        // A refusal leaves nothing behind that the next text would suffer from.
        #expect(cipher.open(sealed) == Array("a call".utf8))
    }

    @Test("no two nonces are the same")
    func nonces() throws {
        let cipher = try #require(AuthenticatedCipher(key: Self.key))
        var nonces: Set<[UInt8]> = []
        for _ in 0..<10_000 { nonces.insert(Array(try #require(cipher.seal([])).prefix(12))) }
        #expect(nonces.count == 10_000)
    }

    /// The GCM specification's test case 14 (https://csrc.nist.gov, "The Galois/Counter Mode of Operation", appendix B):
    /// a key, nonce and plaintext of zeros.
    @Test("a published vector opens")
    func vector() throws {
        let cipher = try #require(AuthenticatedCipher(key: [UInt8](repeating: 0, count: 32)))
        let ciphertext: [UInt8] = [
            0xce, 0xa7, 0x40, 0x3d, 0x4d, 0x60, 0x6b, 0x6e, 0x07, 0x4e, 0xc5, 0xd3, 0xba, 0xf3, 0x9d, 0x18,
        ]
        let tag: [UInt8] = [
            0xd0, 0xd1, 0xc8, 0xa7, 0x99, 0x99, 0x6b, 0xf0, 0x26, 0x5b, 0x98, 0xb5, 0xd4, 0x8a, 0xb9, 0x19,
        ]
        let nonce = [UInt8](repeating: 0, count: 12)
        #expect(cipher.open(nonce + ciphertext + tag) == [UInt8](repeating: 0, count: 16))
    }

    @Test("random bytes are drawn in blocks, each byte once")
    func randomBytes() {
        var random = RandomBytes()
        var bytes: [UInt8] = []
        for _ in 0..<1000 { #expect(random.append(12, to: &bytes)) }
        #expect(bytes.count == 12_000)
        #expect(Set(stride(from: 0, to: 12_000, by: 12).map { Array(bytes[$0..<$0 + 12]) }).count == 1000)
    }
}
