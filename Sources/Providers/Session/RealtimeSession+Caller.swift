// SPDX-License-Identifier: MIT

public import JSONText

extension RealtimeSession {
    /// What the session is for, as the provider's API says it; nil for translations, whose sessions have no type.
    public var typeName: String? {
        shape == .translation ? nil : type.flatMap(document.string) ?? shape.rawValue
    }

    /// What the caller sets by sending the session with an offer, in the shape and by the names that the provider gets.
    ///
    /// The `model` of the root is not there: it is the one that the call is routed by, and goes up as the relay writes
    /// it. Neither is a `type` that the relay has added.
    ///
    /// - Throws: ``SessionError`` if a session of the beta cannot be rewritten.
    public func setByCaller(
        _ operation: Operation,
        to provider: ConfiguredProvider
    ) throws(SessionError) -> JSONDocument {
        var sent = document
        let isRewritten = operation == .legacyCall && provider.legacyMode == .ga
        if isRewritten {
            sent = try JSONDocument(sessionText: BetaSession(rewriting: document.bytes, shape: shape).session)
        }
        var edit = JSONEdit(of: sent)
        for member in sent.members(of: sent.root)
        where sent.isNamed(member, "model") || isRewritten && type == nil && sent.isNamed(member, "type") {
            edit.remove(member, from: sent.root)
        }
        return try JSONDocument(sessionText: edit.applied())
    }
}
