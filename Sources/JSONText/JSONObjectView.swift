// SPDX-License-Identifier: MIT

/// An object inside a checked JSON text, read by member name.
///
/// Holds the document, not a copy of it. Every call scans the object anew and allocates nothing but the text that it
/// returns.
public struct JSONObjectView: Sendable {
    /// The text that the object stands in.
    public let document: JSONDocument
    /// The object.
    public let node: JSONNode

    /// Takes an object of the document; nil for other kinds.
    public init?(_ node: JSONNode?, in document: JSONDocument) {
        guard let node, node.kind == .object else { return nil }
        self.node = node
        self.document = document
    }

    /// The value of the last member with this name.
    public subscript(name: StaticString) -> JSONNode? { document.member(name, of: node) }

    /// The text of a string member.
    public func string(_ name: StaticString) -> String? { self[name].flatMap(document.string) }

    /// The value of an integer member.
    public func integer(_ name: StaticString) -> Int? { self[name].flatMap(document.integer) }

    /// The value of a number member.
    public func number(_ name: StaticString) -> Double? { self[name].flatMap(document.number) }

    /// The object that a member is.
    public func object(_ name: StaticString) -> JSONObjectView? { JSONObjectView(self[name], in: document) }

    /// The elements of an array member; none for other kinds.
    public func elements(_ name: StaticString) -> [JSONNode] { self[name].map(document.elements) ?? [] }

    /// The objects among the elements of an array member; none for other kinds.
    public func objects(_ name: StaticString) -> [JSONObjectView] {
        elements(name).compactMap { JSONObjectView($0, in: document) }
    }

    /// The bytes of a member's value.
    public func raw(_ name: StaticString) -> ArraySlice<UInt8>? { self[name].map(document.raw) }

    /// The members with other names than these, in the order of the text.
    public func members(besides names: [StaticString]) -> [JSONMember] {
        document.members(of: node).filter { member in !names.contains { document.isNamed(member, $0) } }
    }

    /// The bytes of the object.
    public var bytes: ArraySlice<UInt8> { document.raw(node) }
}

extension JSONDocument {
    /// The outermost value, if that is an object.
    public var object: JSONObjectView? { JSONObjectView(root, in: self) }
}
