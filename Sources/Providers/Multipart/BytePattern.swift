// SPDX-License-Identifier: MIT

/// A fixed sequence of 1–255 bytes and a way of finding it that mostly skips the whole length.
///
/// Horspool's algorithm on pairs of bytes: boundaries are made of digits and letters that SDP is full of, but rarely
/// of the same pairs.
public struct BytePattern: Sendable {
    /// The bytes that are looked for.
    public let bytes: [UInt8]
    /// How far the pattern may be moved when this pair (hashed) stands where the pattern ends.
    private var shifts: InlineArray<256, UInt8>

    /// Prepares the search; the bytes must number 1 to 255.
    public init(_ bytes: [UInt8]) {
        precondition((1...255).contains(bytes.count), "a pattern has 1 to 255 bytes")
        self.bytes = bytes
        let last = bytes.count - 1
        shifts = InlineArray(repeating: UInt8(max(last, 1)))
        guard last > 1 else { return }
        // The pair at the end itself does not count: it must move the pattern on, not leave it in place.
        for end in 1..<last {
            shifts[Self.hash(bytes[end - 1], bytes[end])] = UInt8(last - end)
        }
    }

    /// Where the pattern first occurs at or after `start`; nil if nowhere.
    public func firstIndex(in content: Span<UInt8>, from start: Int = 0) -> Int? {
        let pattern = bytes.span
        let last = pattern.count - 1
        var end = start + last
        while end < content.count {
            if content[end] == pattern[last], isMatch(content, endingAt: end) { return end - last }
            guard end > 0 else {
                end = 1
                continue
            }
            end += Int(shifts[Self.hash(content[end - 1], content[end])])
        }
        return nil
    }

    /// Compares from the front: a delimiter begins with a byte that it has only once, so that a content made of all but
    /// the delimiter cannot make the search go over the same bytes again and again.
    private func isMatch(_ content: Span<UInt8>, endingAt end: Int) -> Bool {
        let pattern = bytes.span
        let start = end - (pattern.count - 1)
        for offset in pattern.indices where content[start + offset] != pattern[offset] { return false }
        return true
    }

    private static func hash(_ first: UInt8, _ second: UInt8) -> Int {
        Int(second &- first &<< 3)
    }
}
