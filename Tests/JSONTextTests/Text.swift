// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

func parse(_ text: String, maximumDepth: Int = JSONDocument.defaultMaximumDepth) throws -> JSONDocument {
    try JSONDocument(parsing: Array(text.utf8), maximumDepth: maximumDepth)
}

/// The error that a text is refused with; nil if it is accepted.
func refusal(of bytes: [UInt8], maximumDepth: Int = JSONDocument.defaultMaximumDepth) -> JSONSyntaxError? {
    do throws(JSONSyntaxError) {
        _ = try JSONDocument(parsing: bytes, maximumDepth: maximumDepth)
        return nil
    } catch {
        return error
    }
}

extension JSONDocument {
    /// The raw text of a value.
    func text(_ node: JSONNode) -> String { String(decoding: raw(node), as: UTF8.self) }

    /// The raw texts of all names and values of an object, in order.
    func memberTexts(of object: JSONNode) -> [String] {
        var texts: [String] = []
        forEachMember(of: object) { texts += [text($0.name), text($0.value)] }
        return texts
    }
}
