// SPDX-License-Identifier: MIT

/// A multipart boundary (RFC 2046 section 5.1.1) and a fast way to see that it does not occur in a content.
public final class MultipartBoundary: Hashable, Sendable {
    /// Capitals and few digits: their pairs are rare in SDP and JSON, so that the search mostly skips its whole length.
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// The boundary without the leading hyphens.
    public let text: String
    private let pattern: BytePattern

    /// Makes a boundary of 32 letters from 160 random bits.
    public convenience init(using generator: inout some RandomNumberGenerator) {
        var letters: [UInt8] = []
        for _ in 0..<32 {
            letters.append(Self.alphabet[Int(generator.next() & 31)])
        }
        self.init(text: String(decoding: letters, as: UTF8.self))
    }

    /// Makes a boundary of a given text of 1–70 boundary characters.
    init(text: String) {
        precondition((1...70).contains(text.utf8.count), "a boundary has 1 to 70 characters")
        self.text = text
        pattern = BytePattern(Array(text.utf8))
    }

    /// Whether the boundary occurs anywhere in `content`.
    public func occurs(in content: Span<UInt8>) -> Bool {
        pattern.firstIndex(in: content) != nil
    }

    /// This boundary, or the first one derived from it that occurs in neither content.
    public func avoiding(_ first: Span<UInt8>, _ second: Span<UInt8>) -> MultipartBoundary {
        var candidate = self
        var attempt = 0
        while candidate.occurs(in: first) || candidate.occurs(in: second) {
            attempt += 1
            candidate = MultipartBoundary(text: text + String(attempt))
        }
        return candidate
    }

    /// Whether two boundaries are the same text.
    public static func == (left: MultipartBoundary, right: MultipartBoundary) -> Bool { left.text == right.text }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
