// SPDX-License-Identifier: MIT

internal import COpenSSL

/// A SHA-256 digest (FIPS 180-4), compared in constant time.
public struct SHA256Digest: Sendable {
    /// The digest as four words, each big-endian in the digest's bytes.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes the bytes of a digest; nil unless there are 32.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words = [UInt64](repeating: 0, count: 4)
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// Reads 64 hexadecimal digits; nil for anything else.
    public init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.init(bytes: bytes)
    }

    fileprivate init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        words = (first, second, third, fourth)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    /// The first 128 bits, as two words.
    public var prefix128: (high: UInt64, low: UInt64) { (words.0, words.1) }

    /// Whether two digests are equal, found out in the same time wherever they differ.
    public func isEqual(to other: SHA256Digest) -> Bool {
        let difference =
            (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | (words.2 ^ other.words.2)
            | (words.3 ^ other.words.3)
        return difference == 0
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Makes SHA-256 digests with a context of its own, which is several times cheaper than one for each digest.
///
/// It is confined to whoever made it.
@safe
public final class SHA256Hasher {
    private let context: OpaquePointer
    private let algorithm: OpaquePointer

    /// Makes a hasher; nil without memory, or in a system whose OpenSSL has no SHA-256.
    public init?() {
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        guard let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
            unsafe EVP_MD_CTX_free(context)
            return nil
        }
        unsafe self.context = context
        unsafe self.algorithm = algorithm
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
        unsafe EVP_MD_free(algorithm)
    }

    /// The digest of some bytes.
    public func digest(of bytes: Span<UInt8>) -> SHA256Digest {
        var output: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let isDone = unsafe withUnsafeMutableBytes(of: &output) { output in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1
                    && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
                    && EVP_DigestFinal_ex(context, output.bindMemory(to: UInt8.self).baseAddress, nil) == 1
            }
        }
        // A digest that is not one could be equal to another: better no process than that.
        precondition(isDone, "OpenSSL cannot compute SHA-256")
        return SHA256Digest(
            UInt64(bigEndian: output.0),
            UInt64(bigEndian: output.1),
            UInt64(bigEndian: output.2),
            UInt64(bigEndian: output.3)
        )
    }
}
