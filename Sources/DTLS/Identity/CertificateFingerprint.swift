// SPDX-License-Identifier: MIT

/// The digest of a certificate, as `a=fingerprint` names it
/// ([RFC 8122, section 5](https://www.rfc-editor.org/rfc/rfc8122.html#section-5)).
public struct CertificateFingerprint: Hashable, Sendable {
    /// A hash function that is taken; the order is that of preference, the least preferred first.
    public enum Algorithm: Int, CaseIterable, Comparable, Hashable, Sendable {
        /// `sha-256`
        case sha256
        /// `sha-384`
        case sha384
        /// `sha-512`
        case sha512

        /// The name in SDP, in lower case.
        public var name: String {
            switch self {
            case .sha256: "sha-256"
            case .sha384: "sha-384"
            case .sha512: "sha-512"
            }
        }

        /// The length of a digest, in bytes.
        public var size: Int {
            switch self {
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }

        /// Whether the right one is preferred.
        public static func < (left: Algorithm, right: Algorithm) -> Bool { left.rawValue < right.rawValue }
    }

    /// The hash function.
    public let algorithm: Algorithm

    /// The digest.
    public let bytes: [UInt8]

    /// Takes a digest with the name of its hash function in lower case; nil when that is not taken, or the length is another.
    public init?(hashFunction: String, bytes: [UInt8]) {
        guard let algorithm = Algorithm.allCases.first(where: { $0.name == hashFunction }) else { return nil }
        self.init(algorithm: algorithm, bytes: bytes)
    }

    /// Takes a digest; nil when it has another length than the hash function's.
    public init?(algorithm: Algorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.size else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }
}
