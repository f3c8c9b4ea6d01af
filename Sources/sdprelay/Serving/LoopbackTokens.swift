// SPDX-License-Identifier: MIT

internal import Providers

/// The ephemeral tokens that the loopback mints, and knows again.
///
/// A token holds all that there is of it, sealed, so every loop knows it, and every replica with the same secret. It may be
/// used until it expires, as often as one likes. Confined to one loop.
final class LoopbackTokens {
    /// What callers' tokens begin with, at OpenAI and here.
    static let prefix = "ek_"
    /// The longest session that a token holds, in bytes: with it, a request's head stays below the 8 KiB that proxies take.
    static let maximumSessionBytes = 4096

    /// What a text stands for.
    enum Finding: Equatable {
        /// A token that is good, with the session that it was minted with; empty for the usual one (JSON).
        case good(session: [UInt8])
        /// One that was.
        case expired
        /// None of these.
        case unknown
    }

    private static let version: UInt8 = 1
    private static let headSize = 17

    private let sealers: [HandleSealer]
    private let unixTime: () -> Int64

    /// Makes tokens.
    ///
    /// - Parameters:
    ///   - sealers: The first one seals, all of them open.
    ///   - unixTime: Tells the time in seconds since 1970.
    init(sealers: [HandleSealer], unixTime: @escaping () -> Int64) {
        precondition(!sealers.isEmpty, "there must be a sealer")
        self.sealers = sealers
        self.unixTime = unixTime
    }

    /// Makes a token for calls with a provider.
    ///
    /// - Parameters:
    ///   - provider: Stands for the provider's configured name.
    ///   - session: For its calls, at most ``maximumSessionBytes``; empty for the usual one.
    ///   - lifetime: In seconds.
    /// - Returns: The token and when it expires, in seconds since 1970; nil if there is no memory.
    func mint(
        for provider: NameFingerprint,
        session: [UInt8],
        lifetime: Int
    ) -> (text: String, expiresAt: Int64)? {
        let expiresAt = unixTime() + Int64(lifetime)
        //  0   1                 9                  17
        //  +---+-----------------+------------------+-----------
        //  | v | provider (64)   | expires at (64)  | session
        //  +---+-----------------+------------------+-----------
        var bytes = [Self.version]
        bytes.reserveCapacity(Self.headSize + session.count)
        Self.append(provider.value, to: &bytes)
        Self.append(UInt64(bitPattern: expiresAt), to: &bytes)
        bytes += session
        return sealers[0].seal(bytes, prefix: Self.prefix).map { ($0, expiresAt) }
    }

    /// What a text, without ``prefix``, stands for at a provider.
    func find(_ text: Substring, of provider: NameFingerprint) -> Finding {
        var found: [UInt8]?
        // All secrets are tried, so that the time does not tell which one it was.
        for sealer in sealers {
            if let bytes = sealer.open(text) { found = bytes }
        }
        guard let found, found.count >= Self.headSize, found[0] == Self.version,
            Self.number(found[1..<9]) == provider.value
        else { return .unknown }
        let expiresAt = Int64(bitPattern: Self.number(found[9..<17]))
        return unixTime() < expiresAt ? .good(session: Array(found[Self.headSize...])) : .expired
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
