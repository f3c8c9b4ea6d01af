// SPDX-License-Identifier: MIT

internal import JSONText

/// Where the fields of an event stand in its text.
///
/// Inline, so that a view of an event needs no memory of its own: 32 ranges of two 32-bit numbers each. A value never
/// begins at byte 0, which is the outermost bracket; so 0 is "not there". What kind of value it is shows in its first
/// byte.
struct EventFieldTable: Sendable {
    /// The text that can be pointed into.
    static let maximumSize = Int(UInt32.max)

    private var ranges = InlineArray<32, UInt64>(repeating: 0)

    subscript(field: EventField) -> Range<Int>? {
        get {
            let packed = ranges[Int(field.rawValue)]
            guard packed != 0 else { return nil }
            return Int(packed & 0xffff_ffff)..<Int(packed >> 32)
        }
        set {
            ranges[Int(field.rawValue)] = newValue.map { UInt64($0.lowerBound) | UInt64($0.upperBound) << 32 } ?? 0
        }
    }

    /// The value of a field as a node of the document.
    func node(_ field: EventField, in document: JSONDocument) -> JSONNode? {
        guard let range = self[field] else { return nil }
        return document.node(at: range)
    }
}
