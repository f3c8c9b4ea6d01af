// SPDX-License-Identifier: MIT

/// What the operator allows in the events of a call.
///
/// By default everything. What is checked is what the provider would get: event types and session fields are named as the
/// provider names them, whatever the client speaks.
public struct EventPolicy: Hashable, Sendable {
    /// The types of events that clients may send; nil for all.
    public var allowedClientEvents: Set<String>?
    /// How many bytes a message of the client may have.
    public var maximumEventBytes: Int?
    /// How many messages the client may send in a second, and at once; positive.
    public var maximumEventsPerSecond: Int?
    /// Fields of sessions that clients may not set; `audio.output.voice` is the member of a member.
    public var lockedSessionFields: [String] = []
    /// After how many tokens the call ends, those of responses and of transcriptions together.
    public var maximumTokens: Int?
    /// What the session is configured with at the start: a JSON object in the shape of OpenAI's current API.
    public var injectedSession: [UInt8]?

    /// Allows everything.
    public init() {}

    /// Whether messages have to be understood to be let through.
    public var checksContent: Bool { allowedClientEvents != nil || !lockedSessionFields.isEmpty }
}
