// SPDX-License-Identifier: MIT

extension JSONDocument {
    /// The members of an object, in the order of the text; none for other kinds.
    public func members(of object: JSONNode) -> [JSONMember] {
        var members: [JSONMember] = []
        forEachMember(of: object) { members.append($0) }
        return members
    }

    /// The members of an object whose name a member before them has, in the order of the text.
    ///
    /// Decoders disagree on which of them counts. Costs a set of the names; do not call it for every message.
    public func repeatedMembers(of object: JSONNode) -> [JSONMember] {
        var names: Set<[UInt8]> = []
        var repeated: [JSONMember] = []
        forEachMember(of: object) { member in
            // As bytes: strings are equal by canonical equivalence, which JSON names are not.
            guard let name = string(member.name) else { return }
            if !names.insert(Array(name.utf8)).inserted { repeated.append(member) }
        }
        return repeated
    }

    /// The repeated members of all objects in the text, in the order of the text.
    public func repeatedMembers() -> [JSONMember] {
        var repeated: [JSONMember] = []
        collectRepeatedMembers(of: root, into: &repeated)
        return repeated.sorted { $0.name.range.lowerBound < $1.name.range.lowerBound }
    }

    private func collectRepeatedMembers(of node: JSONNode, into repeated: inout [JSONMember]) {
        switch node.kind {
        case .object:
            repeated += repeatedMembers(of: node)
            for member in members(of: node) { collectRepeatedMembers(of: member.value, into: &repeated) }
        case .array: for element in elements(of: node) { collectRepeatedMembers(of: element, into: &repeated) }
        case .string, .number, .true, .false, .null: break
        }
    }
}
