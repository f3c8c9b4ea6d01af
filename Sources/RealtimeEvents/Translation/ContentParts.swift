// SPDX-License-Identifier: MIT

internal import JSONText

/// The names of what an assistant says, which are all that the two OpenAI vocabularies call differently in an item.
struct ContentParts {
    private let renames: [(from: StaticString, to: StaticString)]

    /// From the beta to the current API.
    static let current = ContentParts(renames: [("text", "output_text"), ("audio", "output_audio")])
    /// From the current API to the beta.
    static let beta = ContentParts(renames: [("output_text", "text"), ("output_audio", "audio")])

    func rename(in item: JSONObjectView, _ edit: inout JSONEdit) {
        let document = item.document
        // The parts of users and systems are `input_text` and the like in both.
        guard let role = item["role"], document.isString(role, "assistant") else { return }
        for part in item.objects("content") {
            guard let type = part["type"] else { continue }
            for rename in renames where document.isString(type, rename.from) {
                edit.replace(type, with: JSONQuoting.quoted(rename.to.description))
            }
        }
    }
}
