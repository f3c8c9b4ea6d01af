// SPDX-License-Identifier: MIT

/// How a full agent goes about it.
public struct ICEConfiguration: Sendable {
    /// Consent, deadline, and how long a selected pair may be quiet.
    public var times = ICETimes()
    /// The time between two new checks, Ta (RFC 8445 section 14.2): 5 ms or more.
    public var pace: Duration = .milliseconds(50)
    /// The time until a check is sent again, RTO (RFC 8445 section 14.3); it doubles each time.
    public var retransmission: Duration = .milliseconds(500)
    /// Where the doubling ends, so that a lossy path is not given up before the deadline.
    public var longestRetransmission: Duration = .seconds(2)
    /// How often a check is sent in all, Rc (RFC 8489 section 6.2.1).
    public var transmissionCount = 7
    /// How many times RTO an answer is awaited after the last time, Rm.
    public var lastWaitFactor = 16
    /// How long after the first valid pair a better one is waited for.
    public var nominationWait: Duration = .milliseconds(100)
    /// The least and the greatest time between two checks of consent (RFC 7675 section 5.1).
    public var consentInterval: ClosedRange<Duration> = .seconds(4)...(.seconds(6))
    /// Whether checks of consent nominate the pair again, so that a peer follows at once when our address changes.
    public var nominatesWithConsent = true
    /// Where checks may be sent to.
    public var policy = AddressPolicy.globalOnly

    /// The recommended values.
    public init() {}
}

/// The limits of a full agent; what is beyond them is refused or left out.
public enum ICELimits {
    /// Addresses of our own.
    public static let localCandidates = 8
    /// Addresses of the peer, those found by its checks included.
    public static let remoteCandidates = 32
    /// Pairs to check (RFC 8445 section 6.1.2.5); those of the lowest priority are left out.
    public static let pairs = 100
    /// Checks of consent without an answer that are remembered.
    public static let consentChecks = 8
    /// Checks that wait for the owner to send them.
    public static let pendingChecks = 128
}
