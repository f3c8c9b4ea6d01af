// SPDX-License-Identifier: MIT

/// The times that agents of both kinds keep.
public struct ICETimes: Sendable {
    /// How long the peer's consent holds (RFC 7675 section 5.1).
    public var consent: Duration = .seconds(30)
    /// How long it may take until a pair is selected.
    public var deadline: Duration = .seconds(30)
    /// How quiet the selected pair must be for an address that turned up later to take over without a nomination.
    ///
    /// Less than the least interval between checks of consent, 4 s: the first check after a NAT has given a new address
    /// then moves the call.
    public var quietForNewAddress: Duration = .milliseconds(3_500)
    /// How quiet it must be for another pair that was known before: more than the longest interval, 6 s.
    public var quietForKnownAddress: Duration = .seconds(7)

    /// The recommended times.
    public init() {}
}
