// SPDX-License-Identifier: MIT

/// What a caller asks a provider for; the raw value is a stable label for logs.
public enum Operation: String, Hashable, Sendable, CaseIterable {
    /// Exchange an SDP offer for an answer over the current API.
    case call
    /// Exchange an SDP offer for an answer over the beta route that older SDKs post to.
    case legacyCall = "legacy_call"
    /// Mint an ephemeral client secret.
    case clientSecret = "client_secret"
    /// Create a beta realtime session, which carries an ephemeral client secret.
    case legacySession = "legacy_session"
    /// Create a beta transcription session, which carries an ephemeral client secret.
    case legacyTranscriptionSession = "legacy_transcription_session"
}

/// How the beta routes are carried upstream.
public enum LegacyMode: String, Hashable, Sendable, CaseIterable {
    /// Over the provider's current endpoints, with the session rewritten to the current shape.
    case ga
    /// Over the provider's own beta endpoints, as they came.
    case beta
}

/// In which form an offer travels upstream.
public enum Handshake: String, Hashable, Sendable, CaseIterable {
    /// `multipart/form-data` with the parts `sdp` and `session`.
    case multipart
    /// The offer alone, as `application/sdp`.
    case raw
}

/// How a provider wants to be told who is asking.
public enum Authentication: String, Hashable, Sendable {
    /// `Authorization: Bearer …` (RFC 6750 section 2.1).
    case bearer
}

/// Which realtime event names a provider speaks on the data channel.
public enum EventVocabulary: String, Hashable, Sendable {
    /// The names of OpenAI's generally available realtime API.
    case openAI = "openai"
}
