// SPDX-License-Identifier: MIT

/// Definitions found by the bytes of their names, without a `String` on the way.
///
/// A hash table with open addressing, at most half full.
struct NameIndex: Sendable {
    let definitions: [EventDefinition]
    private let names: [[UInt8]]
    /// Positions in `definitions`, or -1.
    private let slots: [Int16]
    private let namesByType: [EventType: String]

    init(_ definitions: [EventDefinition]) {
        self.definitions = definitions
        names = definitions.map { Array($0.name.utf8) }
        var size = 4
        while size < definitions.count * 2 { size *= 2 }
        var slots = [Int16](repeating: -1, count: size)
        for (position, name) in names.enumerated() {
            var slot = Self.hash(name.span, 0..<name.count) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int16(position)
        }
        self.slots = slots
        // Where several names mean the same, the first one stands for all.
        let named = definitions.compactMap { definition in definition.type.map { ($0, definition.name) } }
        namesByType = Dictionary(named, uniquingKeysWith: { first, _ in first })
    }

    /// What a type of event is called.
    func name(of type: EventType) -> String? { namesByType[type] }

    /// The position of the definition whose name is `text[range]`.
    func position(of range: Range<Int>, in text: Span<UInt8>) -> Int? {
        var slot = Self.hash(text, range) & (slots.count - 1)
        while slots[slot] >= 0 {
            let position = Int(slots[slot])
            if Self.equal(names[position], text, range) { return position }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func equal(_ name: [UInt8], _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard name.count == range.count else { return false }
        for offset in 0..<name.count where name[offset] != text[range.lowerBound + offset] { return false }
        return true
    }

    /// FNV-1a over the bytes, its upper half mixed in.
    private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in range { hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
