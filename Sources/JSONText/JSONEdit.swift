// SPDX-License-Identifier: MIT

/// A set of changes to a JSON text that leaves every other byte as it came.
public struct JSONEdit: Sendable {
    private struct Change {
        var range: Range<Int>
        var replacement: [UInt8]
    }

    private let document: JSONDocument
    private var changes: [Change] = []

    /// Starts without a change.
    public init(of document: JSONDocument) {
        self.document = document
    }

    /// Whether nothing has been changed yet.
    public var isEmpty: Bool { changes.isEmpty }

    /// Puts another value in the place of `node`.
    ///
    /// - Parameters:
    ///   - node: A value of the document; values inside one another must not both be replaced.
    ///   - value: A JSON text.
    public mutating func replace(_ node: JSONNode, with value: [UInt8]) {
        changes.append(Change(range: node.range, replacement: value))
    }

    /// Puts a member in front of those that an object has; several insertions keep their order.
    public mutating func insert(_ name: StaticString, value: [UInt8], into object: JSONNode) {
        precondition(object.kind == .object, "members can only be inserted into an object")
        var isEmpty = true
        document.forEachMember(of: object) { _ in isEmpty = false }
        let place = object.range.lowerBound + 1
        let follows = changes.lastIndex { $0.range == place..<place }
        var text: [UInt8] = []
        JSONQuoting.append(name.description, to: &text)
        text.append(UInt8(ascii: ":"))
        text.append(contentsOf: value)
        if !isEmpty { text.append(UInt8(ascii: ",")) }
        guard let follows else {
            changes.append(Change(range: place..<place, replacement: text))
            return
        }
        if isEmpty { changes[follows].replacement.append(UInt8(ascii: ",")) }
        changes[follows].replacement.append(contentsOf: text)
    }

    /// The text with the changes in it; the original bytes if there are none.
    public func applied() -> [UInt8] {
        guard !changes.isEmpty else { return document.bytes }
        var result: [UInt8] = []
        result.reserveCapacity(document.bytes.count + changes.reduce(0) { $0 + $1.replacement.count })
        var position = 0
        for change in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            precondition(change.range.lowerBound >= position, "overlapping changes")
            result.append(contentsOf: document.bytes[position..<change.range.lowerBound])
            result.append(contentsOf: change.replacement)
            position = change.range.upperBound
        }
        result.append(contentsOf: document.bytes[position...])
        return result
    }
}
