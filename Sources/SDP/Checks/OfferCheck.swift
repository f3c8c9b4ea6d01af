// SPDX-License-Identifier: MIT

/// The check of an offer before an upstream call is spent on it.
///
/// It accepts liberally: only what no provider can answer is refused, what may surprise is a warning, and everything
/// else, known or not, passes. docs/sdp.md has the reason for each rule.
public enum OfferCheck {
    /// The number of findings of one kind that ``allFindings(in:limits:)`` gives at most.
    public static let maxFindingsPerCode = 20

    /// Checks an offer in one pass, and throws the first refusal.
    ///
    /// Findings about the whole offer, such as missing audio, come after those about single lines. Allocates nothing
    /// where there is nothing to warn of.
    public static func check(
        _ offer: Span<UInt8>,
        limits: SDPLimits = .default
    ) throws(SDPFinding) -> OfferSummary {
        var pass = OfferPass(limits: limits, purpose: .verdict)
        try pass.run(over: offer)
        pass.summary.warnings = pass.findings.sorted()
        return pass.summary
    }

    /// Checks an offer and gives refusals and warnings in the order of the text.
    ///
    /// Goes on after a refusal, except where what follows would mean nothing: an empty or too large offer, and one
    /// that does not begin as SDP.
    public static func allFindings(in offer: Span<UInt8>, limits: SDPLimits = .default) -> [SDPFinding] {
        var pass = OfferPass(limits: limits, purpose: .report)
        // Nothing is thrown for this purpose; a finding that were would still be the one to show.
        do {
            try pass.run(over: offer)
        } catch {
            return [error]
        }
        return pass.findings.sorted()
    }
}
