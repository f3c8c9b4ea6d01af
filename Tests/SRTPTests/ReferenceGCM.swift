// SPDX-License-Identifier: MIT

/// AES-GCM (NIST SP 800-38D) with nonces of 12 bytes, written for clarity.
enum ReferenceGCM {
    /// The ciphertext with its tag of 16 bytes behind.
    static func seal(_ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], aad: [UInt8]) -> [UInt8] {
        let cipher = ReferenceAES(key: key)
        let ciphertext = cipher.counterMode(plaintext, counter: nonce + [0, 0, 0, 2])
        var hash = Hash(key: cipher.encrypt([UInt8](repeating: 0, count: 16)))
        hash.absorb(aad)
        hash.absorb(ciphertext)
        hash.absorb(bigEndian(aad.count * 8) + bigEndian(ciphertext.count * 8))
        let mask = cipher.encrypt(nonce + [0, 0, 0, 1])
        return ciphertext + zip(hash.value, mask).map { $0 ^ $1 }
    }

    private static func bigEndian(_ value: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    }

    private struct Hash {
        private let key: UInt128
        private var sum: UInt128 = 0

        init(key: [UInt8]) { self.key = Self.number(key) }

        var value: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: sum >> (120 - 8 * $0)) } }

        mutating func absorb(_ bytes: [UInt8]) {
            for start in stride(from: 0, to: bytes.count, by: 16) {
                let block = Array(bytes[start..<min(start + 16, bytes.count)])
                sum = multiply(sum ^ Self.number(block + [UInt8](repeating: 0, count: 16 - block.count)))
            }
        }

        private func multiply(_ other: UInt128) -> UInt128 {
            var (factor, result) = (key, UInt128(0))
            for bit in 0..<128 {
                if other >> UInt128(127 - bit) & 1 == 1 { result ^= factor }
                factor = factor >> 1 ^ (factor & 1 == 1 ? UInt128(0xE1) << 120 : 0)
            }
            return result
        }

        private static func number(_ bytes: [UInt8]) -> UInt128 { bytes.reduce(0) { $0 << 8 | UInt128($1) } }
    }
}
