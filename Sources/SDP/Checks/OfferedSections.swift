// SPDX-License-Identifier: MIT

/// What the check remembers of the media sections that it has read.
struct OfferedSections {
    /// The section whose ICE and DTLS attributes count, by line, and which of them it has.
    struct Carrier {
        var line: Int
        var attributes: TransportAttributes
    }

    private(set) var firstLine: Int?
    private(set) var secondLine: Int?
    private(set) var hasAudio = false
    private(set) var rejectedAudioLine: Int?
    private(set) var legacyDataChannelLine: Int?

    private var tagged: Carrier?
    private var anyUsable: Carrier?

    /// The section that carries the call: the one that the BUNDLE group names first, where it is in use.
    ///
    /// RFC 9143, section 7.1.3: its attributes hold for the whole group. Where no section is named, any section that
    /// is in use may have the attributes, because a peer that answers may take any.
    var carrier: Carrier? { tagged ?? anyUsable }

    mutating func add(_ section: OfferedSection, isTagged: Bool) {
        if firstLine == nil {
            firstLine = section.line
        } else if secondLine == nil {
            secondLine = section.line
        }
        guard !section.isRejected else {
            if section.media == .audio { rejectedAudioLine = rejectedAudioLine ?? section.line }
            return
        }
        if section.media == .audio { hasAudio = true }
        if section.media == .application, section.isSCTP, section.isLegacySCTP {
            legacyDataChannelLine = legacyDataChannelLine ?? section.line
        }
        let carrier = Carrier(line: section.line, attributes: section.attributes)
        if isTagged, tagged == nil { tagged = carrier }
        if anyUsable == nil {
            anyUsable = carrier
        } else {
            anyUsable?.attributes.formUnion(section.attributes)
        }
    }
}
