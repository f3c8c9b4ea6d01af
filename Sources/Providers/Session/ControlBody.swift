// SPDX-License-Identifier: MIT

internal import JSONText

/// What comes along with the control of a call: a session to accept it with, where to refer it to, a status to refuse
/// it with, or nothing.
public struct ControlBody: Sendable {
    /// The model that a session names, for access rules and prefixes; nil where there is none.
    public let namedModel: String?
    private let document: JSONDocument?
    private let session: RealtimeSession?
    private let model: JSONNode?

    /// Reads a body.
    ///
    /// - Throws: ``SessionError`` if something is there that must not be, or is missing or no JSON object.
    public init(parsing bytes: [UInt8], for operation: Operation) throws(SessionError) {
        var document: JSONDocument?
        var session: RealtimeSession?
        var model: JSONNode?
        switch operation {
        case .acceptCall:
            session = try RealtimeSession(parsing: bytes, for: operation)
        case .acceptLive:
            let parsed = try JSONDocument(sessionText: bytes)
            let reader = SessionMemberReader(document: parsed)
            guard let node = try reader.object("session", of: parsed.root, path: "session") else {
                throw .missing(member: "session")
            }
            model = try reader.string("model", of: node, path: "session.model")
            document = parsed
        case .referCall, .referLive:
            let parsed = try JSONDocument(sessionText: bytes)
            guard try SessionMemberReader(document: parsed).string("target_uri") != nil else {
                throw .missing(member: "target_uri")
            }
            document = parsed
        default:
            // SDKs end a call with an empty body, or an empty object.
            if !bytes.isEmpty { document = try JSONDocument(sessionText: bytes) }
        }
        self.document = document
        self.session = session
        self.model = model
        namedModel = session?.namedModel ?? model.flatMap { document?.string($0) }
    }

    /// The body that goes upstream; empty if there is none.
    func normalized(model newModel: String?, bare: (String) -> String) -> [UInt8] {
        if let session { return session.normalized(model: newModel, bare: bare) }
        guard let document else { return [] }
        var edit = JSONEdit(of: document)
        if let model, let newModel { edit.replace(model, byText: newModel) }
        return edit.applied()
    }
}
