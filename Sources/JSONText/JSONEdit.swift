// SPDX-License-Identifier: MIT

/// A set of changes to a JSON text that leaves every other byte as it came.
public struct JSONEdit: Sendable {
    private struct Change {
        var range: Range<Int>
        var replacement: [UInt8]
    }

    /// What happens to the members of one object.
    private struct ObjectChange {
        var object: JSONNode
        /// Members without commas, in the order of the calls.
        var insertions: [[UInt8]] = []
        /// Likewise, for behind the others.
        var additions: [[UInt8]] = []
        /// Where the names of members that go begin.
        var removals: Set<Int> = []
    }

    private let document: JSONDocument
    private var replacements: [Change] = []
    private var objectChanges: [ObjectChange] = []

    /// Starts without a change.
    public init(of document: JSONDocument) {
        self.document = document
    }

    /// Whether nothing has been changed yet.
    public var isEmpty: Bool { replacements.isEmpty && objectChanges.isEmpty }

    /// Puts another value, or name, in the place of `node`.
    ///
    /// - Parameters:
    ///   - node: A value of the document, or the name of a member; values inside one another must not both be replaced,
    ///     nor one inside a member that is removed.
    ///   - value: A JSON text; a string for a name.
    public mutating func replace(_ node: JSONNode, with value: [UInt8]) {
        replacements.append(Change(range: node.range, replacement: value))
    }

    /// Puts another text in the place of a string; one with the same text stays as it is written.
    public mutating func replace(_ node: JSONNode, byText text: String) {
        guard !document.isString(node, equalTo: text) else { return }
        replace(node, with: JSONQuoting.quoted(text))
    }

    /// Puts a member in front of those that an object has; several insertions keep their order.
    public mutating func insert(_ name: StaticString, value: [UInt8], into object: JSONNode) {
        change(of: object) { $0.insertions.append(Self.member(name, value)) }
    }

    /// Puts a member behind those that an object has; several additions keep their order.
    public mutating func append(_ name: StaticString, value: [UInt8], to object: JSONNode) {
        change(of: object) { $0.additions.append(Self.member(name, value)) }
    }

    /// Takes a member out, with the comma and the white space that parted it from the next one.
    ///
    /// - Parameters:
    ///   - member: A member of `object`; removing it twice is removing it once.
    ///   - object: An object of the document.
    public mutating func remove(_ member: JSONMember, from object: JSONNode) {
        change(of: object) { $0.removals.insert(member.name.range.lowerBound) }
    }

    /// The text with the changes in it; the original bytes if there are none.
    public func applied() -> [UInt8] {
        guard !isEmpty else { return document.bytes }
        let changes = replacements + objectChanges.flatMap(textChanges)
        var result: [UInt8] = []
        result.reserveCapacity(document.bytes.count + changes.reduce(0) { $0 + $1.replacement.count })
        var position = 0
        // An insertion and a removal can begin at the same place; the empty range goes first.
        for change in changes.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }) {
            precondition(change.range.lowerBound >= position, "overlapping changes")
            result.append(contentsOf: document.bytes[position..<change.range.lowerBound])
            result.append(contentsOf: change.replacement)
            position = change.range.upperBound
        }
        result.append(contentsOf: document.bytes[position...])
        return result
    }

    /// One value with the changes in it, which must all be inside.
    public func applied(to node: JSONNode) -> [UInt8] {
        let all = applied()
        return Array(all[node.range.lowerBound..<all.count - (document.bytes.count - node.range.upperBound)])
    }

    private static func member(_ name: StaticString, _ value: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        JSONQuoting.append(name.description, to: &text)
        text.append(UInt8(ascii: ":"))
        text.append(contentsOf: value)
        return text
    }

    private mutating func change(of object: JSONNode, _ body: (inout ObjectChange) -> Void) {
        precondition(object.kind == .object, "only an object has members")
        if let index = objectChanges.lastIndex(where: { $0.object == object }) {
            body(&objectChanges[index])
        } else {
            var change = ObjectChange(object: object)
            body(&change)
            objectChanges.append(change)
        }
    }

    private func textChanges(_ change: ObjectChange) -> [Change] {
        let members = document.members(of: change.object)
        let staying = members.indices.filter { !change.removals.contains(members[$0].name.range.lowerBound) }
        let place = change.object.range.lowerBound + 1
        guard let lastStaying = staying.last, let last = members.last else {
            let text = Self.joined(change.insertions + change.additions)
            let end = members.last?.value.range.upperBound ?? place
            let start = members.first?.name.range.lowerBound ?? place
            return [Change(range: place..<place, replacement: text), Change(range: start..<end, replacement: [])]
        }
        var changes: [Change] = []
        if !change.insertions.isEmpty {
            changes.append(Change(range: place..<place, replacement: Self.joined(change.insertions) + [Self.comma]))
        }
        let end = members[lastStaying].value.range.upperBound
        if !change.additions.isEmpty {
            changes.append(Change(range: end..<end, replacement: [Self.comma] + Self.joined(change.additions)))
        }
        // A member goes up to the name of the next; those at the end go with the comma in front of them.
        for index in 0..<lastStaying where change.removals.contains(members[index].name.range.lowerBound) {
            let range = members[index].name.range.lowerBound..<members[index + 1].name.range.lowerBound
            changes.append(Change(range: range, replacement: []))
        }
        if end < last.value.range.upperBound {
            changes.append(Change(range: end..<last.value.range.upperBound, replacement: []))
        }
        return changes
    }

    private static let comma = UInt8(ascii: ",")

    private static func joined(_ members: [[UInt8]]) -> [UInt8] {
        Array(members.joined(separator: CollectionOfOne(comma)))
    }
}
