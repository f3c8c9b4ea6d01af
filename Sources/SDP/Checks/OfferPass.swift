// SPDX-License-Identifier: MIT

/// One pass over an offer: what it has seen so far, and what it found.
struct OfferPass {
    let limits: SDPLimits
    var findings: FindingCollector
    var summary = OfferSummary()

    /// What the session level gives to every section.
    var sessionAttributes: TransportAttributes = []

    /// The mid that the first BUNDLE group names first.
    var bundleTag: Range<Int>?

    /// The section that is being read; nil at the session level.
    var section: OfferedSection?

    /// What has been seen of all the sections that are closed.
    var sections = OfferedSections()

    /// The first `a=setup` that only an answer has.
    var answeringSetup: (line: Int, column: Int)?

    /// Whether some `a=setup` is not one that only an answer has.
    var hasOfferingSetup = false

    /// The last line read.
    var lastLine: TextLine?

    init(limits: SDPLimits, purpose: FindingCollector.Purpose) {
        self.limits = limits
        findings = FindingCollector(for: purpose)
    }

    mutating func run(over offer: Span<UInt8>) throws(SDPFinding) {
        guard try isWorthReading(offer) else { return }
        var scanner = LineScanner()
        while let line = scanner.next(in: offer) {
            if let fault = line.fault { try findings.add(SDPFinding(fault, in: line)) }
            if line.number == 1, !line.isVersionZero(in: offer) {
                try findings.add(.notSDP(beginningOf: offer))
                return
            }
            try read(line, in: offer)
            lastLine = line
        }
        closeSection(in: offer)
        try judge()
    }

    /// What can be told without looking at lines.
    private mutating func isWorthReading(_ offer: Span<UInt8>) throws(SDPFinding) -> Bool {
        guard !offer.isEmpty else {
            try findings.add(
                SDPFinding(.emptyOffer, line: 1, "The offer is empty: send the SDP of the local description.")
            )
            return false
        }
        guard offer.count <= limits.maxBytes else {
            try findings.add(
                SDPFinding(.offerTooLarge, line: 1, "The offer is larger than \(limits.maxBytes) bytes.")
            )
            return false
        }
        if let finding = SDPFinding.jsonOffer(offer) {
            try findings.add(finding)
            return false
        }
        return true
    }

    private mutating func read(_ line: TextLine, in offer: Span<UInt8>) throws(SDPFinding) {
        switch line.type(in: offer) {
        case UInt8(ascii: "a"):
            guard let attribute = AttributeFields(value: line.value, in: offer) else {
                try findings.add(SDPFinding(.malformedLine, line: line.number, "An attribute line without a name."))
                return
            }
            read(attribute, of: line, in: offer)
        case UInt8(ascii: "m"):
            closeSection(in: offer)
            try openSection(line, in: offer)
        case nil:
            try findings.add(
                SDPFinding(
                    .malformedLine,
                    line: line.number,
                    "The line is not of the form <type>=<value>: blank lines, line breaks within a line and leading "
                        + "spaces are not SDP, and some providers refuse them."
                )
            )
        default:
            break
        }
    }
}
