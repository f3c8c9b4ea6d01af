// SPDX-License-Identifier: MIT

/// What an offer that passed the check holds.
public struct OfferSummary: Hashable, Sendable {
    /// The number of `m=` lines, rejected ones included; an answer must have as many.
    public internal(set) var mediaSectionCount = 0

    /// Whether there is a data channel section that is switched on, in either form.
    public internal(set) var hasDataChannel = false

    /// Whether there is a video section that is switched on.
    public internal(set) var hasVideo = false

    /// Whether there is a BUNDLE group.
    public internal(set) var hasBundle = false

    /// Whether there is a candidate line; offers that trickle usually have none.
    public internal(set) var hasCandidates = false

    /// The warnings in the order of the text, the first of each code.
    public internal(set) var warnings: [SDPFinding] = []
}
