// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// Rewrites the flat session of the beta to the current shape.
///
/// Members that both shapes share keep their bytes; unknown ones are handed on for the provider to judge.
struct BetaSession {
    /// The session in the current shape.
    let session: [UInt8]
    /// `client_secret.expires_after` of the beta, which belongs beside the session now.
    let expiresAfter: [UInt8]?

    /// Rewrites a session whose names and type have been normalised already.
    init(rewriting normalized: [UInt8], shape: RealtimeSession.Shape) throws(SessionError) {
        let document = try JSONDocument(sessionText: normalized)
        // What the current API cannot say, such as the temperature, it would refuse as an unknown parameter.
        let current = CurrentSession(rewriting: document, as: shape == .realtime ? .realtime : .transcription)
        session = current.session
        expiresAfter = current.expiresAfter
    }
}
