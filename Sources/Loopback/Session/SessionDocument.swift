// SPDX-License-Identifier: MIT

internal import JSONText

/// The session as the client is told of it: a JSON object that updates are laid over.
struct SessionDocument {
    private(set) var text: [UInt8]

    /// The usual session, with each of `asked` laid over it in turn; what is no object is left out.
    init(id: String, asked: [[UInt8]] = []) {
        var writer = JSONObjectWriter()
        writer.write("type", "realtime")
        writer.write("object", "realtime.session")
        writer.write("id", id)
        writer.write("model", LoopbackSession.model)
        writer.write("output_modalities", array: [JSONQuoting.quoted("audio")])
        writer.write("instructions", "I am no model: I say back what I am told.")
        writer.write("tools", array: [])
        writer.write("tool_choice", "auto")
        writer.write("max_output_tokens", "inf")
        writer.write(
            "audio",
            raw: Array(#"{"input":{"turn_detection":{"type":"server_vad"}},"output":{"voice":"echo"}}"#.utf8)
        )
        text = writer.finish()
        for asked in asked {
            if let update = (try? JSONDocument(parsing: asked))?.object { self.update(with: update) }
        }
    }

    /// Lays an update over the session: members that it has replace ours, objects in it are laid over ours in turn.
    mutating func update(with update: JSONObjectView) {
        text = Self.merged(text, update, depth: 0)
    }

    private static func merged(_ base: [UInt8], _ update: JSONObjectView, depth: Int) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: base), let object = document.object else { return base }
        let news = update.document.members(of: update.node).filter { member in
            depth > 0 || !fixed.contains(update.document.string(member.name) ?? "")
        }
        func replacement(of member: JSONMember) -> JSONMember? {
            guard let name = document.string(member.name) else { return nil }
            return news.last { update.document.isString($0.name, equalTo: name) }
        }
        var writer = JSONObjectWriter(capacity: base.count + update.node.range.count)
        var taken: Set<Int> = []
        for member in document.members(of: object.node) {
            guard let new = replacement(of: member) else {
                writer.write(member, of: document)
                continue
            }
            taken.insert(new.name.range.lowerBound)
            var value = Array(update.document.raw(new.value))
            // As deep as a session is; a client that nests further replaces.
            if depth < 4, member.value.kind == .object, let inner = JSONObjectView(new.value, in: update.document) {
                value = merged(Array(document.raw(member.value)), inner, depth: depth + 1)
            }
            writer.write(rawName: document.raw(member.name), raw: value[...])
        }
        for new in news where !taken.contains(new.name.range.lowerBound) {
            writer.write(new, of: update.document)
        }
        return writer.finish()
    }

    /// What only a server sets.
    private static let fixed: Set<String> = ["id", "object", "model"]

    // MARK: What the loopback goes by

    private var object: JSONObjectView? { (try? JSONDocument(parsing: text))?.object }

    /// Whether speech is found by its level.
    var detectsSpeech: Bool {
        object?.object("audio")?.object("input")?.object("turn_detection") != nil
    }

    /// Whether an answer begins when speech has stopped.
    var answersSpeech: Bool {
        let detection = object?.object("audio")?.object("input")?.object("turn_detection")
        return detection?["create_response"]?.kind != .false
    }

    /// Whether answers are texts without sound.
    var isTextOnly: Bool {
        let modalities = object?.elements("output_modalities") ?? []
        guard let object, !modalities.isEmpty else { return false }
        return !modalities.contains { object.document.isString($0, "audio") }
    }

    /// The first function that may be called.
    var function: String? {
        guard let object, object.string("tool_choice") != "none" else { return nil }
        return object.objects("tools").first { $0.string("type") == "function" }?.string("name")
    }
}
