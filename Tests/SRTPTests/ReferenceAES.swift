// SPDX-License-Identifier: MIT

/// AES (FIPS 197), written for clarity: the tests' own, so that what OpenSSL computes is compared with something else.
struct ReferenceAES {
    private let roundKeys: [[UInt8]]

    private static let substitution: [UInt8] = (0...255).map { value in
        let inverse = (1...255).first { multiply(UInt8(value), UInt8($0)) == 1 } ?? 0
        var result: UInt8 = 0x63
        for shift in 0..<5 {
            let byte = UInt8(inverse)
            result ^= shift == 0 ? byte : byte << UInt8(shift) | byte >> UInt8(8 - shift)
        }
        return result
    }

    init(key: [UInt8]) {
        let words = key.count / 4
        var schedule = stride(from: 0, to: key.count, by: 4).map { Array(key[$0..<$0 + 4]) }
        var constant: UInt8 = 1
        for index in words..<4 * (words + 7) {
            var word = schedule[index - 1]
            if index % words == 0 {
                word = [word[1], word[2], word[3], word[0]].map { Self.substitution[Int($0)] }
                word[0] ^= constant
                constant = Self.double(constant)
            } else if words > 6, index % words == 4 {
                word = word.map { Self.substitution[Int($0)] }
            }
            schedule.append(zip(schedule[index - words], word).map { $0 ^ $1 })
        }
        roundKeys = stride(from: 0, to: schedule.count, by: 4).map { Array(schedule[$0..<$0 + 4].joined()) }
    }

    func encrypt(_ block: [UInt8]) -> [UInt8] {
        var state = zip(block, roundKeys[0]).map { $0 ^ $1 }
        for round in 1..<roundKeys.count {
            state = state.map { Self.substitution[Int($0)] }
            state = (0..<16).map { state[($0 + 4 * ($0 % 4)) % 16] }
            if round < roundKeys.count - 1 {
                state = (0..<16).map { index in
                    let column = index / 4 * 4
                    let next = (0..<4).map { state[column + (index + $0) % 4] }
                    return Self.double(next[0]) ^ Self.double(next[1]) ^ next[1] ^ next[2] ^ next[3]
                }
            }
            state = zip(state, roundKeys[round]).map { $0 ^ $1 }
        }
        return state
    }

    /// Counter mode: `counter` is the first block, and its last 32 bits count.
    func counterMode(_ bytes: [UInt8], counter: [UInt8]) -> [UInt8] {
        var counter = counter
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let block = bytes[start..<min(start + 16, bytes.count)]
            result += zip(block, encrypt(counter)).map { $0 ^ $1 }
            for index in (12..<16).reversed() {
                counter[index] &+= 1
                if counter[index] != 0 { break }
            }
        }
        return result
    }

    private static func double(_ byte: UInt8) -> UInt8 { byte << 1 ^ (byte & 0x80 != 0 ? 0x1B : 0) }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (factor, result) = (left, UInt8(0))
        for bit in UInt8(0)..<8 {
            if right >> bit & 1 == 1 { result ^= factor }
            factor = double(factor)
        }
        return result
    }
}
