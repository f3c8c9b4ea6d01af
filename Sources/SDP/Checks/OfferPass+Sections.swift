// SPDX-License-Identifier: MIT

extension OfferPass {
    mutating func openSection(_ line: TextLine, in offer: Span<UInt8>) throws(SDPFinding) {
        summary.mediaSectionCount += 1
        if summary.mediaSectionCount == limits.maxMediaSections + 1 {
            try findings.add(
                SDPFinding(
                    .tooManyMediaSections,
                    line: line.number,
                    "The offer has more than \(limits.maxMediaSections) media sections: stop transceivers that are "
                        + "no longer used, or make a new peer connection."
                )
            )
        }
        let fields = MediaLineFields(value: line.value, in: offer)
        if fields == nil {
            try findings.add(
                SDPFinding(
                    .malformedLine,
                    line: line.number,
                    "A media line needs media, port, transport and at least one format, with one space between."
                )
            )
        }
        section = OfferedSection(line, fields, in: offer)
    }

    /// Takes what is needed from the section that ends here; only now is it known whether it is rejected.
    mutating func closeSection(in offer: Span<UInt8>) {
        guard let section else { return }
        self.section = nil
        let isTagged =
            if let bundleTag, let mid = section.mid {
                offer.hasEqualBytes(in: bundleTag, and: mid)
            } else {
                false
            }
        sections.add(section, isTagged: isTagged)
        guard !section.isRejected else { return }
        switch section.media {
        case .video:
            summary.hasVideo = true
        case .application where section.isSCTP:
            summary.hasDataChannel = true
        case .application, .audio, .other:
            break
        }
    }
}
