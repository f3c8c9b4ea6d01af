// SPDX-License-Identifier: MIT

/// Every failure that a caller can be told; a closed set, documented in `docs/errors.md`.
///
/// The raw value is the `code` of the error envelope and safe as a metric label. Where the upstream explained a
/// failure that is the caller's to mend, the envelope carries the upstream's own code in its place.
public enum ErrorCode: String, Hashable, Sendable, CaseIterable {
    // The HTTP message.
    case malformedRequest = "malformed_request"
    case requestTimeout = "request_timeout"
    case bodyTooLarge = "body_too_large"
    case targetTooLong = "target_too_long"
    case headerTooLarge = "header_too_large"
    case expectationFailed = "expectation_failed"
    case transferCodingNotSupported = "transfer_coding_not_supported"
    case versionNotSupported = "http_version_not_supported"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case unsupportedMediaType = "unsupported_media_type"
    case originNotAllowed = "origin_not_allowed"

    // Access.
    case invalidAccessKey = "invalid_access_key"
    case accessDenied = "access_denied"

    // The request.
    case invalidMultipart = "invalid_multipart"
    case missingSDP = "missing_sdp"
    case invalidJSON = "invalid_json"
    case invalidSession = "invalid_session"
    case sessionFieldLocked = "session_field_locked"
    case invalidQuery = "invalid_query"
    case invalidPath = "invalid_path"
    case missingModel = "missing_model"
    case providerNotFound = "provider_not_found"
    case operationNotSupported = "operation_not_supported"
    case providerDoesNotSupportWebRTC = "provider_does_not_support_webrtc"
    case callNotFound = "call_id_not_found"
    case missingCredential = "missing_credential"
    case mediaModeNotAvailable = "media_mode_not_available"
    case preconditionFailed = "precondition_failed"

    // The offer.
    case emptyOffer = "empty_offer"
    case offerTooLarge = "offer_too_large"
    case notUTF8 = "not_utf8"
    case controlCharacter = "control_character"
    case jsonOffer = "json_offer"
    case notSDP = "not_sdp"
    case answerAsOffer = "answer_as_offer"
    case noAudio = "no_audio"
    case missingICECredentials = "missing_ice_credentials"
    case missingFingerprint = "missing_fingerprint"
    case tooManyMediaSections = "too_many_media_sections"
    case unanswerableOffer = "unanswerable_offer"

    // The upstream.
    case upstreamRejected = "upstream_rejected"
    case upstreamAuthenticationFailed = "upstream_authentication_failed"
    case rateLimitExceeded = "rate_limit_exceeded"
    case insufficientQuota = "insufficient_quota"
    case upstreamError = "upstream_error"
    case upstreamOverloaded = "upstream_overloaded"
    case legacyUpstreamRetired = "legacy_upstream_retired"
    case upstreamRedirect = "upstream_redirect"
    case upstreamUnreachable = "upstream_unreachable"
    case upstreamAddressBlocked = "upstream_address_blocked"
    case upstreamTimeout = "upstream_timeout"
    case upstreamConnectionLost = "upstream_connection_lost"
    case invalidUpstreamAnswer = "invalid_upstream_answer"
    case upstreamAnswerTooLarge = "upstream_answer_too_large"

    // The relay.
    case tooManyConnections = "too_many_connections"
    case overloaded = "overloaded"
    case callLimitReached = "call_limit_reached"
    case mediaUnavailable = "media_unavailable"
    case shuttingDown = "shutting_down"
    case internalError = "internal_error"
    case clientClosedRequest = "client_closed_request"
}
