// SPDX-License-Identifier: MIT

internal import COpenSSL

/// HMAC-SHA-1 (RFC 2104) with one key, whose two padded blocks are hashed once.
///
/// A code then costs the blocks of the message and one more, and allocates nothing.
public final class HMACSHA1: Sendable {
    private static let blockSize = 64

    /// The states after the key's inner and outer block.
    private let inner: SHA_CTX
    private let outer: SHA_CTX

    /// Takes a key of any length.
    public init(key: [UInt8]) {
        let block = Self.block(for: key)
        inner = Self.state(after: block, mask: 0x36)
        outer = Self.state(after: block, mask: 0x5C)
    }

    /// The code of a message in two parts; either may be empty.
    public func code(of first: Span<UInt8>, _ second: Span<UInt8>) -> HMACSHA1Code {
        var state = inner
        Self.update(&state, first)
        Self.update(&state, second)
        let digest = Self.finish(&state)
        var last = outer
        Self.update(&last, digest.inlineBytes.span)
        return Self.finish(&last)
    }

    /// The key in one block: hashed if it is longer, filled with zeros if it is shorter.
    private static func block(for key: [UInt8]) -> [UInt8] {
        var block = key
        if key.count > blockSize {
            var state = SHA_CTX()
            unsafe relay_sha1_init(&state)
            update(&state, key.span)
            block = finish(&state).bytes
        }
        block.append(contentsOf: repeatElement(0, count: blockSize - block.count))
        return block
    }

    private static func state(after block: [UInt8], mask: UInt8) -> SHA_CTX {
        var state = SHA_CTX()
        unsafe relay_sha1_init(&state)
        let masked = block.map { $0 ^ mask }
        update(&state, masked.span)
        return state
    }

    private static func update(_ state: inout SHA_CTX, _ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            _ = unsafe relay_sha1_update(&state, start, bytes.count)
        }
    }

    private static func finish(_ state: inout SHA_CTX) -> HMACSHA1Code {
        var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { words in
            _ = unsafe relay_sha1_final(&state, words.bindMemory(to: UInt8.self).baseAddress)
        }
        return HMACSHA1Code(UInt64(bigEndian: words.0), UInt64(bigEndian: words.1), UInt32(bigEndian: words.2))
    }
}

/// An HMAC-SHA-1 code of 20 bytes, compared in constant time.
public struct HMACSHA1Code: Sendable {
    /// The length of a code, in bytes.
    public static let size = 20

    /// The code as words, each big-endian in the code's bytes.
    public let words: (UInt64, UInt64, UInt32)

    /// Takes a code as three words, each big-endian in the code's bytes.
    public init(_ first: UInt64, _ second: UInt64, _ third: UInt32) {
        words = (first, second, third)
    }

    /// Whether two codes are equal, found out in the same time wherever they differ.
    public func isEqual(to other: HMACSHA1Code) -> Bool {
        (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | UInt64(words.2 ^ other.words.2) == 0
    }

    /// The code's bytes, without memory of their own.
    fileprivate var inlineBytes: InlineArray<20, UInt8> {
        var bytes = InlineArray<20, UInt8>(repeating: 0)
        for index in 0..<8 {
            bytes[index] = UInt8(truncatingIfNeeded: words.0 >> UInt64(56 - 8 * index))
            bytes[8 + index] = UInt8(truncatingIfNeeded: words.1 >> UInt64(56 - 8 * index))
        }
        for index in 0..<4 { bytes[16 + index] = UInt8(truncatingIfNeeded: words.2 >> UInt32(24 - 8 * index)) }
        return bytes
    }

    /// The code's bytes.
    public var bytes: [UInt8] {
        let bytes = inlineBytes
        return bytes.indices.map { bytes[$0] }
    }
}
