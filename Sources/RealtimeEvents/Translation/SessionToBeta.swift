// SPDX-License-Identifier: MIT

internal import JSONText

/// A session, or response, of the current API in the flat shape of the beta.
struct SessionToBeta {
    let object: JSONObjectView
    let shape: SessionShape
    /// The server refuses parameters that it does not know; a client does not mind them.
    let sender: EventDirection

    private var document: JSONDocument { object.document }

    func apply(to edit: inout JSONEdit, _ remainder: inout [TranslationRemainder]) {
        flattenAudio(in: &edit, &remainder)
        document.forEachMember(of: object.node) { member in
            if document.isNamed(member, "audio") {
                edit.remove(member, from: object.node)
            } else if document.isNamed(member, "type"), shape != .response {
                // The beta tells the two kinds of session apart by the event.
                edit.remove(member, from: object.node)
            } else if document.isNamed(member, "output_modalities") {
                edit.replace(member.name, with: JSONQuoting.quoted("modalities"))
                edit.replace(member.value, with: modalities(member.value))
            } else if document.isNamed(member, "max_output_tokens"), shape != .response || sender == .client {
                edit.replace(member.name, with: JSONQuoting.quoted("max_response_output_tokens"))
            } else if document.isNamed(member, "truncation"), sender == .client {
                edit.remove(member, from: object.node)
                remainder.append(TranslationRemainder(shape.memberPath("truncation"), document.raw(member.value)))
            }
        }
    }

    private func flattenAudio(in edit: inout JSONEdit, _ remainder: inout [TranslationRemainder]) {
        guard let audio = object.object("audio") else { return }
        for flat in FlatAudioMember.all {
            guard let value = audio.object(flat.side.name)?[flat.nested] else { continue }
            guard flat.isFormat else {
                edit.append(flat.flat, value: Array(document.raw(value)), to: object.node)
                continue
            }
            let format = AudioFormatName.beta(document, value)
            edit.append(flat.flat, value: format.text, to: object.node)
            if let loss = format.loss {
                let path = shape.memberPath("audio.\(flat.side.name).format")
                remainder.append(TranslationRemainder(path, document.raw(loss), .approximated))
            }
        }
        reportUnknown(in: audio, &remainder)
    }

    /// Members of `audio` that the flat shape has no name for.
    private func reportUnknown(in audio: JSONObjectView, _ remainder: inout [TranslationRemainder]) {
        for member in audio.members(besides: ["input", "output"]) { report(member, "audio", &remainder) }
        for side in [FlatAudioMember.Side.input, .output] {
            guard let object = audio.object(side.name) else { continue }
            let known = FlatAudioMember.all.filter { $0.side == side }.map(\.nested)
            for member in object.members(besides: known) { report(member, "audio.\(side.name)", &remainder) }
        }
    }

    private func report(_ member: JSONMember, _ parent: String, _ remainder: inout [TranslationRemainder]) {
        let path = shape.memberPath("\(parent).\(document.string(member.name) ?? "")")
        remainder.append(TranslationRemainder(path, document.raw(member.value)))
    }

    /// Who asks the beta for audio asks for text too.
    private func modalities(_ node: JSONNode) -> [UInt8] {
        let asksForAudio = document.elements(of: node).contains { document.isString($0, "audio") }
        return asksForAudio ? Array(#"["text","audio"]"#.utf8) : Array(document.raw(node))
    }
}

extension FlatAudioMember.Side {
    var name: StaticString { self == .input ? "input" : "output" }
}
