// SPDX-License-Identifier: MIT

public import JSONText

/// The session that a client sends with its offer, or mints a secret for, in the shape of the current API.
///
/// What a `session.update` of the beta goes through, for a session that stands alone.
public struct CurrentSession: Sendable {
    /// The session.
    public let session: [UInt8]
    /// How long a secret is to live: the beta has it inside the session, the current API beside it.
    public let expiresAfter: [UInt8]?
    /// What the current API cannot say.
    public let remainder: [TranslationRemainder]

    /// Rewrites a session of the beta; one that is in the current shape loses what that does not have.
    ///
    /// - Parameters:
    ///   - document: A text that is a session object; anything else stays as it is.
    ///   - shape: What the session is for; written as its `type`, unless that says something already.
    public init(rewriting document: JSONDocument, as shape: SessionShape) {
        guard let object = document.object else {
            (session, expiresAfter, remainder) = (document.bytes, nil, [])
            return
        }
        var edit = JSONEdit(of: document)
        var remainder: [TranslationRemainder] = []
        SessionToCurrent(object: object, shape: shape, sender: .client).apply(to: &edit, &remainder)
        session = edit.applied()
        let secret = object.object("client_secret")
        // openai-python calls it `expires_at` for transcription sessions.
        let expiresAfter = secret?.object("expires_after") ?? secret?.object("expires_at")
        self.expiresAfter = expiresAfter.map { Array($0.bytes) }
        if expiresAfter != nil { remainder.removeAll { $0.path == "session.client_secret" } }
        self.remainder = remainder
    }
}
