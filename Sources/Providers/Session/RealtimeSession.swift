// SPDX-License-Identifier: MIT

public import JSONText

/// A session object as a caller sent it, with the members that the relay reads.
public struct RealtimeSession: Sendable {
    /// What a session is for, as far as the relay must tell.
    public enum Shape: String, Hashable, Sendable {
        /// A conversation.
        case realtime
        /// Transcription of input audio only: the model is that of the nested transcription.
        case transcription
        /// Translation: the session has no type in requests.
        case translation
    }

    /// The text.
    public let document: JSONDocument
    /// What the session is for.
    ///
    /// The beta's routes say it. Elsewhere it is `type`; without one, a session is a transcription if the only model
    /// that anyone names is that of its nested transcription.
    public let shape: Shape
    private let outerModel: String?
    let type: JSONNode?
    let model: JSONNode?
    /// `audio.input.transcription.model` and the beta's `input_audio_transcription.model`.
    let transcriptionModels: [JSONNode]

    /// Reads a session object.
    ///
    /// - Parameters:
    ///   - bytes: The object.
    ///   - operation: What it was sent for.
    ///   - outerModel: The model that the caller named outside the session, in the query or beside it.
    /// - Throws: ``SessionError`` if it is no object or the relay cannot tell its type or models.
    public init(
        parsing bytes: [UInt8],
        for operation: Operation,
        outerModel: String? = nil
    ) throws(SessionError) {
        document = try JSONDocument(sessionText: bytes)
        // The beta's session routes take the session as the whole body.
        let isWholeBody =
            operation == .legacySession || operation == .legacyTranscriptionSession || operation == .acceptCall
        let reader = SessionMemberReader(document: document, pathPrefix: isWholeBody ? "" : "session.")
        let root = try reader.root()
        type = root.type
        model = root.model
        transcriptionModels = try reader.transcriptionModels(in: root)
        self.outerModel = outerModel
        let stated = type.flatMap(document.string)
        let namesOnlyTranscription = model == nil && outerModel == nil && !transcriptionModels.isEmpty
        shape =
            switch operation {
            case .legacySession: .realtime
            case .legacyTranscriptionSession: .transcription
            case .translationCall, .translationClientSecret: .translation
            default:
                (stated.map { $0 == Shape.transcription.rawValue } ?? namesOnlyTranscription)
                    ? .transcription : .realtime
            }
    }

    /// The model as the caller named it: that at the root, else the one outside the session, else for a transcription
    /// the nested one.
    public var namedModel: String? {
        modelText ?? outerModel ?? (shape == .transcription ? transcriptionModels.first.flatMap(document.string) : nil)
    }

    /// The model at the root; an empty name is none.
    private var modelText: String? {
        guard let text = model.flatMap(document.string), !text.isEmpty else { return nil }
        return text
    }

    /// The session with bare model names and a type; every other byte is as it came.
    ///
    /// The model is written to the root where the session names another or none; nil takes no more than a prefix away,
    /// and a transcription gets none. Beta and translation sessions go without a type. `bare` gives the provider's own
    /// name of a model.
    public func normalized(
        model newModel: String?,
        addingType: Bool = true,
        bare: (String) -> String
    ) -> [UInt8] {
        var edit = JSONEdit(of: document)
        if addingType, shape != .translation, type == nil {
            edit.insert("type", value: JSONQuoting.quoted(shape.rawValue), into: document.root)
        }
        let rootModel = shape == .transcription ? nil : newModel
        if let model {
            rename(model, to: rootModel, bare: bare, in: &edit)
        } else if let rootModel {
            edit.insert("model", value: JSONQuoting.quoted(rootModel), into: document.root)
        }
        for node in transcriptionModels { rename(node, to: nil, bare: bare, in: &edit) }
        return edit.applied()
    }

    /// Replaces a model's name by a new one, or by its bare form, if that is another.
    private func rename(_ node: JSONNode, to newName: String?, bare: (String) -> String, in edit: inout JSONEdit) {
        if let text = document.string(node) { edit.replace(node, byText: newName ?? bare(text)) }
    }

    /// Whether the session says more than its type and model.
    public var hasConfiguration: Bool {
        var found = false
        document.forEachMember(of: document.root) { member in
            found = found || !document.isNamed(member, "type") && !document.isNamed(member, "model")
        }
        return found
    }

    /// The smallest session: `{"type":"realtime","model":"…"}`, without a type for translations.
    public static func minimal(model: String, shape: Shape = .realtime) -> [UInt8] {
        var writer = JSONObjectWriter(capacity: 64)
        if shape != .translation { writer.write("type", shape.rawValue) }
        writer.write("model", model)
        return writer.finish()
    }
}
