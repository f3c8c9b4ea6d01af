// SPDX-License-Identifier: MIT

/// The 96 bits that join an answer to its request (RFC 8489 section 5).
public struct STUNTransactionID: Hashable, Sendable {
    /// The first 4 bytes, big-endian.
    public let high: UInt32
    /// The other 8 bytes, big-endian.
    public let low: UInt64

    /// Puts both together.
    public init(high: UInt32, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Draws one; it must not be guessed, so the generator is the system's or as good.
    public init(using generator: inout some RandomNumberGenerator) {
        self.init(high: generator.next(), low: generator.next())
    }
}
