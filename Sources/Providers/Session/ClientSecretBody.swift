// SPDX-License-Identifier: MIT

public import JSONText

/// The body of a request for a client secret: `{"expires_after"?, "session"?}`, and `model` at the root, which some
/// clients send instead of a session.
public struct ClientSecretBody: Sendable {
    /// The text.
    public let document: JSONDocument
    /// The session object, if there is one.
    public let session: RealtimeSession?
    /// The model as the caller named it: that of the session, else that at the root, else the outer one.
    public let namedModel: String?
    private let operation: Operation
    private let sessionNode: JSONNode?
    private let rootModel: JSONNode?

    /// Reads a body; an empty one counts as `{}`.
    ///
    /// - Parameters:
    ///   - bytes: The body.
    ///   - operation: What kind of secret it is for.
    ///   - outerModel: The model that the caller named in the query.
    /// - Throws: ``SessionError`` if it is no object or the relay cannot tell its session or models.
    public init(
        parsing bytes: [UInt8],
        for operation: Operation = .clientSecret,
        outerModel: String? = nil
    ) throws(SessionError) {
        let document = try JSONDocument(sessionText: bytes.isEmpty ? Array("{}".utf8) : bytes)
        let reader = SessionMemberReader(document: document)
        rootModel = try reader.string("model")
        sessionNode = try reader.object("session", of: document.root, path: "session")
        let besideSession = rootModel.flatMap(document.string) ?? outerModel
        session = try sessionNode.map { node throws(SessionError) in
            try RealtimeSession(parsing: Array(document.raw(node)), for: operation, outerModel: besideSession)
        }
        namedModel = session.map(\.namedModel) ?? besideSession
        self.document = document
        self.operation = operation
    }

    /// The body with the model inside the session and, but for translations, a session type; other members are as they
    /// came.
    public func normalized(model: String?, bare: (String) -> String) -> [UInt8] {
        let newSession: [UInt8]
        if let session {
            newSession = session.normalized(model: model, bare: bare)
        } else if let model {
            newSession = RealtimeSession.minimal(
                model: model,
                shape: operation == .clientSecret ? .realtime : .translation
            )
        } else {
            return document.bytes
        }
        if rootModel == nil, let sessionNode {
            var edit = JSONEdit(of: document)
            edit.replace(sessionNode, with: newSession)
            return edit.applied()
        }
        var writer = JSONObjectWriter(capacity: document.bytes.count + newSession.count)
        document.forEachMember(of: document.root) { member in
            let name = document.string(member.name)
            guard name != "model", name != "session" else { return }
            writer.write(member, of: document)
        }
        writer.write("session", raw: newSession)
        return writer.finish()
    }
}
