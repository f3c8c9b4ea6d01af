// SPDX-License-Identifier: MIT

internal import JSONText

/// A JSON value, to compare texts by what they say: the order of members does not count.
indirect enum JSONValue: Hashable {
    case scalar(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(_ bytes: [UInt8]) throws {
        let document = try JSONDocument(parsing: bytes)
        self.init(document.root, document)
    }

    private init(_ node: JSONNode, _ document: JSONDocument) {
        switch node.kind {
        case .object:
            var members: [String: JSONValue] = [:]
            document.forEachMember(of: node) { member in
                members[document.string(member.name) ?? ""] = JSONValue(member.value, document)
            }
            self = .object(members)
        case .array: self = .array(document.elements(of: node).map { JSONValue($0, document) })
        case .string: self = .string(document.string(node) ?? "")
        case .number, .true, .false, .null: self = .scalar(document.raw(node).text)
        }
    }

    /// The member at a path, `session.temperature`, put in.
    func setting(_ path: String, to value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        let names = path.split(separator: ".", maxSplits: 1).map(String.init)
        members[names[0]] = names.count == 1 ? value : members[names[0]]?.setting(names[1], to: value)
        return .object(members)
    }
}
