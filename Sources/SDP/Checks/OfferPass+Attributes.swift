// SPDX-License-Identifier: MIT

extension OfferPass {
    /// Remembers what an attribute says, for the session level or for the section that is open.
    mutating func read(_ attribute: AttributeFields, of line: TextLine, in offer: Span<UInt8>) {
        guard let known = KnownAttribute(attribute.name, in: offer) else { return }
        let value = attribute.value ?? attribute.name.upperBound..<attribute.name.upperBound
        switch known {
        case .iceUfrag:
            noteTransport(.iceUfrag, value)
        case .icePwd:
            noteTransport(.icePwd, value)
        case .fingerprint:
            noteTransport(.fingerprint, value)
        case .setup:
            noteSetup(value, of: line, in: offer)
        case .group:
            noteGroup(value, in: offer)
        case .candidate:
            summary.hasCandidates = true
        case .mid:
            section?.mid = value
        case .bundleOnly:
            section?.isBundleOnly = true
        case .sctpmap:
            section?.isLegacySCTP = true
        }
    }

    /// An attribute without a value gives a peer nothing to connect with.
    private mutating func noteTransport(_ attribute: TransportAttributes, _ value: Range<Int>) {
        guard !value.isEmpty else { return }
        if section == nil {
            sessionAttributes.insert(attribute)
        } else {
            section?.attributes.insert(attribute)
        }
    }

    private mutating func noteSetup(_ value: Range<Int>, of line: TextLine, in offer: Span<UInt8>) {
        let isAnswering =
            offer.equals("active", in: value) || offer.equals("passive", in: value)
            || offer.equals("holdconn", in: value)
        if !isAnswering {
            hasOfferingSetup = true
        } else if answeringSetup == nil {
            answeringSetup = (line.number, line.column(of: value.lowerBound))
        }
    }

    /// Groups belong to the session level; of several BUNDLE groups the first is the one that carries the call.
    private mutating func noteGroup(_ value: Range<Int>, in offer: Span<UInt8>) {
        var rest = value
        guard section == nil, !summary.hasBundle, offer.equals("BUNDLE", in: offer.nextToken(of: &rest)) else { return }
        summary.hasBundle = true
        bundleTag = offer.nextToken(of: &rest)
    }
}
