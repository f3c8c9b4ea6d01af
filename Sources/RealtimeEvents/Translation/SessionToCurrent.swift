// SPDX-License-Identifier: MIT

internal import JSONText

/// A flat session, or response, of the beta in the shape of the current API.
///
/// Members that both have stay where and as they are; `type` comes first and `audio` last.
struct SessionToCurrent {
    let object: JSONObjectView
    let shape: SessionShape
    /// The server refuses parameters that it does not know; a client does not mind them.
    let sender: EventDirection

    private var document: JSONDocument { object.document }

    func apply(to edit: inout JSONEdit, _ remainder: inout [TranslationRemainder]) {
        // Each search in the object would scan it anew, with all the output that a response has.
        let members = document.members(of: object.node)
        let value = { name in members.last { document.isNamed($0, name) }?.value }
        // What has `audio` is in the current shape already; flat members beside it are the provider's to refuse.
        let isCurrent = value("audio")?.kind == .object
        var input = JSONObjectWriter()
        var output = JSONObjectWriter()
        if shape != .response, value("type") == nil {
            edit.insert("type", value: JSONQuoting.quoted(shape.rawValue), into: object.node)
        }
        let flatMembers = FlatAudioMember.all.filter { shape != .response || $0.side == .output }
        for flat in isCurrent ? [] : flatMembers {
            guard let node = value(flat.flat) else { continue }
            let text = flat.isFormat ? AudioFormatName.current(document, node) : Array(document.raw(node))
            switch flat.side {
            case .input: input.write(flat.nested, raw: text)
            case .output: output.write(flat.nested, raw: text)
            }
        }
        for member in members {
            if document.isNamed(member, "audio") {
                // A null makes way for ours.
                if !isCurrent { edit.remove(member, from: object.node) }
            } else if !isCurrent, flatMembers.contains(where: { document.isNamed(member, $0.flat) }) {
                edit.remove(member, from: object.node)
            } else {
                applyName(member, to: &edit, &remainder)
            }
        }
        var audio = JSONObjectWriter()
        if !input.isEmpty { audio.write("input", raw: input.finish()) }
        if !output.isEmpty { audio.write("output", raw: output.finish()) }
        if !audio.isEmpty { edit.append("audio", value: audio.finish(), to: object.node) }
    }

    private func applyName(
        _ member: JSONMember,
        to edit: inout JSONEdit,
        _ remainder: inout [TranslationRemainder]
    ) {
        if document.isNamed(member, "modalities") {
            guard shape != .transcription else {
                return dropUnlessServer(member, "modalities", from: &edit, &remainder)
            }
            edit.replace(member.name, with: JSONQuoting.quoted("output_modalities"))
            edit.replace(member.value, with: outputModalities(member.value))
        } else if document.isNamed(member, "max_response_output_tokens") {
            edit.replace(member.name, with: JSONQuoting.quoted("max_output_tokens"))
        } else if document.isNamed(member, "temperature") {
            // The current API has no temperature.
            dropUnlessServer(member, "temperature", from: &edit, &remainder)
        } else if document.isNamed(member, "client_secret") {
            dropUnlessServer(member, "client_secret", from: &edit, &remainder)
        }
    }

    /// The beta asks for audio as `["audio","text"]`; the current API takes exactly one, and audio brings its text.
    private func outputModalities(_ node: JSONNode) -> [UInt8] {
        let asksForAudio = document.elements(of: node).contains { document.isString($0, "audio") }
        return asksForAudio ? Array(#"["audio"]"#.utf8) : Array(document.raw(node))
    }

    private func dropUnlessServer(
        _ member: JSONMember,
        _ name: String,
        from edit: inout JSONEdit,
        _ remainder: inout [TranslationRemainder]
    ) {
        guard sender == .client else { return }
        edit.remove(member, from: object.node)
        remainder.append(TranslationRemainder(shape.memberPath(name), document.raw(member.value)))
    }
}

extension SessionShape {
    /// Where a member of the object stands in an event.
    func memberPath(_ name: String) -> String { (self == .response ? "response." : "session.") + name }
}
