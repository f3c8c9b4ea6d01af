// SPDX-License-Identifier: MIT

/// The attributes of a message that must be understood and are not: the first few, which is enough for an answer.
public struct UnknownAttributes: Sendable {
    /// How many are remembered.
    public static let maximumCount = 4

    private var types = InlineArray<4, UInt16>(repeating: 0)
    /// How many there are, at most ``maximumCount``.
    public private(set) var count = 0

    init() {}

    /// The type at an index below ``count``.
    public subscript(index: Int) -> UInt16 { types[index] }

    mutating func append(_ type: UInt16) {
        guard count < Self.maximumCount else { return }
        types[count] = type
        count += 1
    }
}
