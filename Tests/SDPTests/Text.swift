// SPDX-License-Identifier: MIT

internal import SDP

/// Checks and parsing of arrays, because a `Span` cannot go through a test macro.
func check(_ bytes: [UInt8], limits: SDPLimits = .default) throws(SDPFinding) -> OfferSummary {
    try OfferCheck.check(bytes.span, limits: limits)
}

func allFindings(in bytes: [UInt8], limits: SDPLimits = .default) -> [SDPFinding] {
    OfferCheck.allFindings(in: bytes.span, limits: limits)
}

func checkAnswer(_ bytes: [UInt8], offerMediaSectionCount: Int) throws(SDPFinding) {
    try AnswerCheck.check(bytes.span, offerMediaSectionCount: offerMediaSectionCount)
}

func parse(_ bytes: [UInt8], limits: SDPLimits = .default) throws(SDPSyntaxError) -> SessionDescription {
    try SessionDescription.parse(bytes.span, limits: limits)
}

/// Lines joined with CR LF, and one at the end.
func sdp(_ lines: String...) -> [UInt8] {
    Array(lines.map { $0 + "\r\n" }.joined().utf8)
}

extension [UInt8] {
    /// The bytes with the first occurrence of one text replaced by another.
    func replacing(_ old: String, with new: String) -> [UInt8] {
        let old = Array(old.utf8)
        guard let start = indices.first(where: { self[$0...].starts(with: old) }) else { return self }
        return Array(self[..<start]) + Array(new.utf8) + Array(self[(start + old.count)...])
    }
}
