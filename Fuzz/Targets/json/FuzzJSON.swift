// SPDX-License-Identifier: MIT

internal import JSONText

/// What parses is the same text without an edit, can be walked to its last value, takes a member and lets members go;
/// strings come back from being decoded and quoted.
@c(LLVMFuzzerTestOneInput)
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let document = try? JSONDocument(parsing: input) else { return 0 }
    precondition(JSONEdit(of: document).applied() == input, "no edit has changed the bytes")
    walk(document, document.root)
    guard document.root.kind == .object else { return 0 }
    var edit = JSONEdit(of: document)
    edit.insert("inserted", value: Array("null".utf8), into: document.root)
    guard let edited = try? JSONDocument(parsing: edit.applied()) else {
        preconditionFailure("an edit has broken the text")
    }
    precondition(memberCount(of: edited) == memberCount(of: document) + 1, "a member is lost")
    removeEverySecondMember(of: document)
    _ = document.repeatedMembers()
    return 0
}

private func walk(_ document: JSONDocument, _ node: JSONNode) {
    switch node.kind {
    case .object:
        document.forEachMember(of: node) { member in
            walk(document, member.name)
            walk(document, member.value)
        }
    case .array: for element in document.elements(of: node) { walk(document, element) }
    case .string: requote(document.string(node) ?? "")
    case .number, .true, .false, .null: _ = document.integer(node)
    }
}

private func requote(_ text: String) {
    guard let quoted = try? JSONDocument(parsing: JSONQuoting.quoted(text)) else {
        preconditionFailure("a quoted text is no JSON")
    }
    precondition(quoted.string(quoted.root)?.utf8.elementsEqual(text.utf8) == true, "quoting has changed a text")
}

private func removeEverySecondMember(of document: JSONDocument) {
    var edit = JSONEdit(of: document)
    let members = document.members(of: document.root)
    for (index, member) in members.enumerated() where index % 2 == 0 { edit.remove(member, from: document.root) }
    guard let edited = try? JSONDocument(parsing: edit.applied()) else {
        preconditionFailure("a removal has broken the text")
    }
    precondition(memberCount(of: edited) == members.count / 2, "the wrong members are gone")
}

private func memberCount(of document: JSONDocument) -> Int {
    var count = 0
    document.forEachMember(of: document.root) { _ in count += 1 }
    return count
}
