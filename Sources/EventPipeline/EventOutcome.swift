// SPDX-License-Identifier: MIT

/// What becomes of a message.
public enum EventOutcome: Hashable, Sendable {
    /// It goes on, the very bytes that came.
    case forward
    /// These events go on instead, in this order; none if others have said it already.
    case replace([[UInt8]])
    /// Nothing goes on, and this error event goes back to the client.
    case refuse([UInt8])
    /// These events go on to the client, and then the call ends. The first is what the provider said, the last is the
    /// error event that says why.
    case end(EventEnd, [[UInt8]])
}

/// Why the events of a call end it.
public enum EventEnd: String, Hashable, Sendable {
    /// The call has used the tokens that it may use.
    case maximumTokens = "max_tokens"
}
