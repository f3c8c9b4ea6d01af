// SPDX-License-Identifier: MIT

/// Input that came with one read but belongs behind the request in work: at most one read's worth.
struct InputBacklog {
    private(set) var bytes: [UInt8] = []
    private var start = 0

    /// The part of `bytes` that is still to be used.
    var range: Range<Int> { start..<bytes.count }

    var isEmpty: Bool { range.isEmpty }

    mutating func append(_ input: Span<UInt8>) {
        bytes.append(copying: input)
    }

    /// Drops the first `count` bytes, and the memory with the last of them.
    mutating func consume(_ count: Int) {
        start += count
        if isEmpty { self = InputBacklog() }
    }
}
