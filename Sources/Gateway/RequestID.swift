// SPDX-License-Identifier: MIT

/// Makes request ids: unique for all practical purposes, not secret, and cheap.
struct RequestIDGenerator {
    private var state: UInt64

    /// Starts at a seed, which should differ between loops and processes.
    init(seed: UInt64) {
        state = seed
    }

    /// The next id: `req_` and 32 hexadecimal digits.
    mutating func next() -> String {
        let high = nextWord()
        let low = nextWord()
        return unsafe String(unsafeUninitializedCapacity: 36) { buffer in
            for (offset, byte) in "req_".utf8.enumerated() { unsafe buffer[offset] = byte }
            for digit in 0..<16 {
                unsafe buffer[4 + digit] = Self.digit(high, digit)
                unsafe buffer[20 + digit] = Self.digit(low, digit)
            }
            return 36
        }
    }

    private static func digit(_ word: UInt64, _ position: Int) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * position)) & 15
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    private mutating func nextWord() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
