// SPDX-License-Identifier: MIT

public import Providers

/// What the relay must know of a call to control it later, and nothing else.
public struct CallHandle: Hashable, Sendable {
    /// The longest id of a provider's that fits into a sealed handle of 200 characters, in bytes.
    static let maximumUpstreamIDBytes = 81
    private static let version: UInt8 = 1
    private static let headSize = 37

    /// What the call is.
    public let kind: CallKind
    /// When the call was made, in seconds since 1970 (until 2106).
    public let issuedAt: Int64
    /// The provider, by its configured name.
    public let provider: NameFingerprint
    /// The relay's key that made the call, by its name; none if it was the caller's own token.
    public let key: NameFingerprint
    /// Whose call it is.
    public let owner: OwnerDigest
    /// The provider's id of the call; empty if it gave none.
    public let upstreamID: String

    /// Describes a call.
    public init(
        kind: CallKind,
        issuedAt: Int64,
        provider: NameFingerprint,
        key: NameFingerprint,
        owner: OwnerDigest,
        upstreamID: String
    ) {
        self.kind = kind
        self.issuedAt = issuedAt
        self.provider = provider
        self.key = key
        self.owner = owner
        self.upstreamID = upstreamID
    }

    /// The bytes that are sealed, all numbers big-endian.
    ///
    ///     0     1                5              13         21             37
    ///     +-----+----------------+--------------+----------+--------------+-----------------+
    ///     |v|kind| issuedAt (32) | provider (64)| key (64) | owner (128)  | id at the upstream
    ///     +-----+----------------+--------------+----------+--------------+-----------------+
    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headSize + upstreamID.utf8.count)
        bytes.append(Self.version << 4 | kind.rawValue)
        Self.append(UInt64(UInt32(clamping: issuedAt)), size: 4, to: &bytes)
        Self.append(provider.value, size: 8, to: &bytes)
        Self.append(key.value, size: 8, to: &bytes)
        Self.append(owner.high, size: 8, to: &bytes)
        Self.append(owner.low, size: 8, to: &bytes)
        bytes.append(contentsOf: upstreamID.utf8)
        return bytes
    }

    /// Reads what ``encoded()`` wrote; nil for anything else.
    init?(decoding bytes: [UInt8]) {
        guard bytes.count >= Self.headSize, bytes[0] >> 4 == Self.version,
            let kind = CallKind(rawValue: bytes[0] & 15),
            let id = String(validating: bytes[Self.headSize...], as: UTF8.self)
        else { return nil }
        self.init(
            kind: kind,
            issuedAt: Int64(Self.number(bytes[1..<5])),
            provider: NameFingerprint(value: Self.number(bytes[5..<13])),
            key: NameFingerprint(value: Self.number(bytes[13..<21])),
            owner: OwnerDigest(high: Self.number(bytes[21..<29]), low: Self.number(bytes[29..<37])),
            upstreamID: id
        )
    }

    private static func append(_ number: UInt64, size: Int, to bytes: inout [UInt8]) {
        for shift in stride(from: (size - 1) * 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
