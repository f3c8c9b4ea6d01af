// SPDX-License-Identifier: MIT

internal import JSONText

/// Changes to an event on its way into another vocabulary.
struct EventEdit {
    let event: RealtimeEvent
    var edit: JSONEdit
    var remainder: [TranslationRemainder] = []
    /// The name that the event gets, if that is all that changes so far.
    private var newName: String?

    init(_ event: RealtimeEvent) {
        self.event = event
        edit = JSONEdit(of: event.document)
    }

    var translation: Translation { Translation([bytes], remainder: remainder) }

    /// The event with the changes in it.
    var bytes: [UInt8] {
        guard let newName, let node = event[.type] else { return edit.applied() }
        // Most events get another name and nothing else, and some are large.
        if edit.isEmpty { return event.document.replacing(node, byPlainString: newName) }
        var all = edit
        all.replace(node, with: JSONQuoting.quoted(newName))
        return all.applied()
    }

    mutating func rename(to name: String) {
        guard let node = event[.type], !event.document.isString(node, equalTo: name) else { return }
        newName = name
    }

    /// Gives the event the canonical name of a type.
    mutating func rename(to type: EventType?) {
        if let type { rename(to: type.rawValue) }
    }

    /// Of two events that come from one, the second gets a name of its own.
    mutating func distinguishEventID(by suffix: String) {
        guard let node = event[.eventID], let id = event.eventID else { return }
        edit.replace(node, with: JSONQuoting.quoted(id + suffix))
    }

    mutating func renameContent(of item: JSONObjectView?, _ names: ContentParts) {
        if let item { names.rename(in: item, &edit) }
    }

    mutating func translateToCurrent(_ object: JSONObjectView?, as shape: SessionShape) {
        guard let object else { return }
        let rules = SessionToCurrent(object: object, shape: shape, sender: event.direction)
        rules.apply(to: &edit, &remainder)
        renameItems(of: object, .current)
    }

    mutating func translateToBeta(_ object: JSONObjectView?, as shape: SessionShape) {
        guard let object else { return }
        let rules = SessionToBeta(object: object, shape: shape, sender: event.direction)
        rules.apply(to: &edit, &remainder)
        renameItems(of: object, .beta)
    }

    /// A response has items: its output, or the input that it is asked for with.
    private mutating func renameItems(of object: JSONObjectView, _ names: ContentParts) {
        let document = object.document
        var output: JSONNode?
        var input: JSONNode?
        document.forEachMember(of: object.node) { member in
            if document.isNamed(member, "output") { output = member.value }
            if document.isNamed(member, "input") { input = member.value }
        }
        for case let list? in [output, input] {
            for item in document.elements(of: list) { renameContent(of: JSONObjectView(item, in: document), names) }
        }
    }
}

extension JSONDocument {
    /// The text with a string that needs no escapes in the place of a value, in one copy.
    func replacing(_ node: JSONNode, byPlainString string: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + string.utf8.count + 2)
        result.append(contentsOf: bytes[..<node.range.lowerBound])
        result.append(UInt8(ascii: "\""))
        result.append(contentsOf: string.utf8)
        result.append(UInt8(ascii: "\""))
        result.append(contentsOf: bytes[node.range.upperBound...])
        return result
    }
}

extension Vocabulary {
    /// What this vocabulary calls a type of event.
    func name(of type: EventType, _ direction: EventDirection) -> String? {
        table.index(direction).name(of: type)
    }
}
