// SPDX-License-Identifier: MIT

/// What a caller asks a provider for; the raw value is a stable label for logs.
public enum Operation: String, Hashable, Sendable, CaseIterable {
    /// Exchange an SDP offer for an answer over the current API.
    case call
    /// Exchange an SDP offer for an answer over the beta route that older SDKs post to.
    case legacyCall = "legacy_call"
    /// Exchange an SDP offer for an answer with a translation session.
    case translationCall = "translation_call"
    /// Create a Live session, whose offer and answer travel in JSON.
    case liveSession = "live_session"
    /// Mint an ephemeral client secret.
    case clientSecret = "client_secret"
    /// Mint an ephemeral client secret for translation sessions.
    case translationClientSecret = "translation_client_secret"
    /// Create a beta realtime session, which carries an ephemeral client secret.
    case legacySession = "legacy_session"
    /// Create a beta transcription session, which carries an ephemeral client secret.
    case legacyTranscriptionSession = "legacy_transcription_session"
    /// Accept an incoming SIP call.
    case acceptCall = "accept_call"
    /// End a call.
    case hangUpCall = "hang_up_call"
    /// Hand a SIP call on to another number.
    case referCall = "refer_call"
    /// Refuse an incoming SIP call.
    case rejectCall = "reject_call"
    /// Accept an incoming SIP call with a Live session.
    case acceptLive = "accept_live"
    /// End a Live session.
    case hangUpLive = "hang_up_live"
    /// Hand a Live session's SIP call on to another number.
    case referLive = "refer_live"
    /// Refuse an incoming SIP call that a Live session could have taken.
    case rejectLive = "reject_live"

    /// The operation ends a call, so that doing it twice is doing it once.
    public var isHangUp: Bool { self == .hangUpCall || self == .hangUpLive }

    /// The operation is about a call that exists already, which it names by its id.
    public var isCallControl: Bool { CallKind.allCases.contains { $0.control.contains { $0.operation == self } } }

    /// The operation exchanges an offer for an answer.
    public var takesOffer: Bool {
        switch self {
        case .call, .legacyCall, .translationCall, .liveSession: true
        default: false
        }
    }

    /// The operation of the current API that does what a beta operation did; others stand for themselves.
    var current: Operation {
        switch self {
        case .legacyCall: .call
        case .legacySession, .legacyTranscriptionSession: .clientSecret
        default: self
        }
    }

    /// Older SDKs ask for it over the beta's routes.
    var isLegacy: Bool { current != self }
}

/// What a call is, as far as its id and its control differ.
public enum CallKind: UInt8, Hashable, Sendable, CaseIterable {
    /// A realtime call.
    case realtime = 0
    /// A Live session.
    case live = 1

    /// What ids of such calls begin with, at OpenAI and here.
    public var prefix: String {
        switch self {
        case .realtime: "rtc_"
        case .live: "live_"
        }
    }

    /// Where such calls are in OpenAI's API, and here, behind its root.
    public var path: String {
        switch self {
        case .realtime: "/realtime/calls"
        case .live: "/live/sessions"
        }
    }

    /// The operations that control such a call, and what stands behind its id in their paths.
    public var control: [(operation: Operation, verb: String)] {
        switch self {
        case .realtime:
            [(.acceptCall, "accept"), (.hangUpCall, "hangup"), (.referCall, "refer"), (.rejectCall, "reject")]
        case .live:
            [(.acceptLive, "accept"), (.hangUpLive, "hangup"), (.referLive, "refer"), (.rejectLive, "reject")]
        }
    }

    /// The kind of call that an operation makes or controls.
    public init(of operation: Operation) {
        switch operation {
        case .liveSession, .acceptLive, .hangUpLive, .referLive, .rejectLive: self = .live
        default: self = .realtime
        }
    }

    /// The operation that ends such a call.
    public var hangUp: Operation { self == .live ? .hangUpLive : .hangUpCall }
}
