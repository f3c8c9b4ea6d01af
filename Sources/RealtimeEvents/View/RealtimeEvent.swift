// SPDX-License-Identifier: MIT

public import JSONText

/// One view of an event, whatever vocabulary it is written in.
///
///     let event = try RealtimeEvent(parsing: bytes, vocabulary: .beta, direction: .server)
///     event.type                    // .responseOutputTextDelta, for "response.text.delta" too; nil if unknown
///     event.name                    // "response.text.delta": what the text says
///     event.responseID, event.itemID, event.outputIndex, event.contentIndex, event.eventID, event.callID
///     event.delta?.text             // parts: session, item, response, delta, error
///     event.item?.role
///     event.string(.transcript)     // any field, decoded on demand
///     event[.usage]                 // or as a node of `event.document`
///     event.extra                   // the members that are no fields, as they came
///     event.isUserInput, event.startsTurn, event.endsTurn()
///     event.bytes                   // the text, byte for byte
///
/// The text is checked once, and nothing is decoded or copied until it is asked for: a view holds the bytes that it was
/// given and ranges into them. Of events of providers with names of their own, the fields are where those have them.
public struct RealtimeEvent: Sendable {
    /// How large an event may be unless the caller says otherwise: 16 MiB, the largest audio that OpenAI takes at once
    /// being 15.
    public static let defaultMaximumSize = 16 * 1024 * 1024

    /// The text, checked.
    public let document: JSONDocument
    /// The vocabulary that the event is read in.
    public let vocabulary: Vocabulary
    /// Which side sent it.
    public let direction: EventDirection
    /// What it means; nil if no vocabulary that could be meant knows it.
    public internal(set) var type: EventType?
    var fields: EventFieldTable
    /// Where its definition is in the vocabulary's table; nil if that does not know it.
    let definitionPosition: Int?

    /// Checks a text and finds its fields.
    ///
    /// An event that no vocabulary knows, or that lacks what it needs, is an event all the same; ``findings()`` says what
    /// is wrong with it.
    ///
    /// - Parameters:
    ///   - bytes: One event.
    ///   - vocabulary: What its sender speaks.
    ///   - direction: Who its sender is.
    ///   - maximumSize: How many bytes are taken.
    ///   - maximumDepth: How deep arrays and objects may be nested.
    /// - Throws: `JSONSyntaxError` if it is no JSON.
    public init(
        parsing bytes: [UInt8],
        vocabulary: Vocabulary,
        direction: EventDirection,
        maximumSize: Int = RealtimeEvent.defaultMaximumSize,
        maximumDepth: Int = JSONDocument.defaultMaximumDepth
    ) throws(JSONSyntaxError) {
        let index = vocabulary.table.index(direction)
        let isNamedByMember = vocabulary.namesEventsByMember
        var found = EventFieldTable()
        var firstKnown: Int?
        let size = min(maximumSize, EventFieldTable.maximumSize)
        let text = try JSONDocument(parsing: bytes, maximumSize: size, maximumDepth: maximumDepth) { text, member in
            let name = member.name.range.lowerBound + 1..<member.name.range.upperBound - 1
            if let field = EventField(named: name, in: text) { found[field] = member.value.range }
            if isNamedByMember, let position = index.position(of: name, in: text) {
                firstKnown = min(firstKnown ?? position, position)
            }
        }
        self.vocabulary = vocabulary
        self.direction = direction
        document = text
        let typeNode = found.node(.type, in: text)
        definitionPosition = typeNode.flatMap { index.position(of: $0, in: text) } ?? firstKnown
        if let definitionPosition {
            type = index.definitions[definitionPosition].type
        } else if let typeNode {
            type = Self.type(named: typeNode, in: text, of: vocabulary.relatives, direction)
        }
        fields = found
        if isNamedByMember { readNativeFields() }
    }

    private static func type(
        named node: JSONNode,
        in document: JSONDocument,
        of vocabularies: [Vocabulary],
        _ direction: EventDirection
    ) -> EventType? {
        for vocabulary in vocabularies {
            let index = vocabulary.table.index(direction)
            if let position = index.position(of: node, in: document) { return index.definitions[position].type }
        }
        return nil
    }

    /// The event, byte for byte.
    public var bytes: [UInt8] { document.bytes }

    /// What the vocabulary says of this event; nil if it does not know it.
    public var definition: EventDefinition? {
        definitionPosition.map { vocabulary.table.definitions(direction)[$0] }
    }

    /// What the text calls the event; nil if it has no name.
    public var name: String? { string(.type) ?? definition?.name }

    /// The members that are no fields, in the order of the text.
    public var extra: [JSONMember] {
        document.members(of: document.root).filter { member in
            !EventField.allCases.contains { document.isNamed(member, $0.memberName) }
        }
    }
}

extension Vocabulary {
    /// Whether an event without `type` is named for one of its members.
    var namesEventsByMember: Bool { self == .elevenLabs || self == .gemini }
}

extension NameIndex {
    /// The position of the definition that a string value names.
    func position(of node: JSONNode, in document: JSONDocument) -> Int? {
        guard node.kind == .string else { return nil }
        let inside = node.range.lowerBound + 1..<node.range.upperBound - 1
        if let position = position(of: inside, in: document.bytes.span) { return position }
        // Escapes in a name are legal, if unheard of.
        guard document.bytes[inside].contains(UInt8(ascii: "\\")), let name = document.string(node) else { return nil }
        let decoded = Array(name.utf8)
        return position(of: 0..<decoded.count, in: decoded.span)
    }
}
