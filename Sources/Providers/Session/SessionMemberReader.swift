// SPDX-License-Identifier: MIT

internal import JSONText

/// Finds members of a session by name, and refuses those that stand twice or have the wrong type.
struct SessionMemberReader {
    let document: JSONDocument
    /// What stands before the names of members in errors, such as `session.`.
    var pathPrefix = ""

    /// The members of the root that the relay reads, found in one pass.
    struct Root {
        var type: JSONNode?
        var model: JSONNode?
        fileprivate var audio: JSONNode?
        fileprivate var betaTranscription: JSONNode?
    }

    /// Finds the members of the root.
    func root() throws(SessionError) -> Root {
        var root = Root()
        var twice: StaticString?
        func note(_ name: StaticString, _ value: JSONNode, in place: inout JSONNode?) {
            if place != nil { twice = twice ?? name }
            place = value
        }
        document.forEachMember(of: document.root) { member in
            if document.isNamed(member, "type") {
                note("type", member.value, in: &root.type)
            } else if document.isNamed(member, "model") {
                note("model", member.value, in: &root.model)
            } else if document.isNamed(member, "audio") {
                note("audio", member.value, in: &root.audio)
            } else if document.isNamed(member, "input_audio_transcription") {
                note("input_audio_transcription", member.value, in: &root.betaTranscription)
            }
        }
        if let twice { throw .duplicateMember(pathPrefix + twice.description) }
        root.type = try string(root.type, path: "type")
        root.model = try string(root.model, path: "model")
        return root
    }

    /// The nested transcription models of the current and the beta shape, those that are there.
    func transcriptionModels(in root: Root) throws(SessionError) -> [JSONNode] {
        var models: [JSONNode] = []
        if let audio = try object(root.audio, path: "audio"),
            let input = try object("input", of: audio, path: "audio.input"),
            let transcription = try object("transcription", of: input, path: "audio.input.transcription"),
            let model = try string("model", of: transcription, path: "audio.input.transcription.model")
        {
            models.append(model)
        }
        if let transcription = try object(root.betaTranscription, path: "input_audio_transcription"),
            let model = try string("model", of: transcription, path: "input_audio_transcription.model")
        {
            models.append(model)
        }
        return models
    }

    /// A string member of the root; nil if absent.
    func string(_ name: StaticString) throws(SessionError) -> JSONNode? {
        try string(try unique(name, of: document.root, path: name.description), path: name.description)
    }

    /// A string member of an object; `null` counts as absent.
    func string(_ name: StaticString, of parent: JSONNode, path: String) throws(SessionError) -> JSONNode? {
        guard let node = try unique(name, of: parent, path: path), node.kind != .null else { return nil }
        return try string(node, path: path)
    }

    private func string(_ node: JSONNode?, path: String) throws(SessionError) -> JSONNode? {
        guard let node else { return nil }
        guard node.kind == .string else { throw .wrongType(member: pathPrefix + path, expected: "a string") }
        return node
    }

    /// An object member; `null` counts as absent.
    func object(
        _ name: StaticString,
        of parent: JSONNode,
        path: String
    ) throws(SessionError) -> JSONNode? {
        try object(try unique(name, of: parent, path: path), path: path)
    }

    private func object(_ node: JSONNode?, path: String) throws(SessionError) -> JSONNode? {
        guard let node, node.kind != .null else { return nil }
        guard node.kind == .object else { throw .wrongType(member: pathPrefix + path, expected: "an object") }
        return node
    }

    private func unique(_ name: StaticString, of parent: JSONNode, path: String) throws(SessionError) -> JSONNode? {
        let nodes = document.members(name, of: parent)
        guard nodes.count <= 1 else { throw .duplicateMember(pathPrefix + path) }
        return nodes.first
    }
}

extension JSONDocument {
    /// Parses a text that must be an object.
    init(sessionText bytes: [UInt8]) throws(SessionError) {
        do {
            try self.init(parsing: bytes)
        } catch {
            throw .notJSON(offset: error.offset, reason: error.code.rawValue)
        }
        guard root.kind == .object else { throw .notAnObject }
    }
}
