// SPDX-License-Identifier: MIT

/// Which sections of an offer are taken, and what is agreed on in each.
struct AnswerPlan {
    /// What is agreed on, a section for each of the offer.
    private(set) var sections: [NegotiatedSection]

    /// The mids of the answer's BUNDLE group, in the order of the offer's; empty where the offer has no such group.
    private(set) var group: [String] = []

    /// The place of the section whose transport carries the call.
    private(set) var carrier: Int

    /// The place of the section that the offer's group names first, where it is in use.
    private(set) var offeredTag: Int?

    init(for offer: SessionDescription, local: LocalPeer) throws(NegotiationError) {
        let mids = try offer.checkedMids()
        let groups = offer.bundleGroups
        sections = mids.map { NegotiatedSection(mid: $0, content: .rejected) }

        let audio = try Self.audio(of: offer, mids: mids, groups: groups, local: local)
        sections[audio.index].content = .media(audio.media)
        carrier = audio.index
        guard let mid = mids[audio.index], let offered = groups.first(where: { $0.contains(mid) }) else { return }

        let members = Set(offered)
        for (index, section) in offer.mediaSections.enumerated() where index != audio.index {
            guard let mid = mids[index], members.contains(mid), section.isInUse(inGroup: true) else { continue }
            accept(section, at: index, of: offer, local: local)
        }
        closeGroup(offered, mids: mids, offer: offer)
    }

    /// The first audio section that can be answered; the reason why the first that is in use cannot, if none can.
    private static func audio(
        of offer: SessionDescription,
        mids: [String?],
        groups: [[String]],
        local: LocalPeer
    ) throws(NegotiationError) -> (index: Int, media: NegotiatedMedia) {
        var failure: NegotiationError?
        let grouped = Set(groups.joined())
        for (index, section) in offer.mediaSections.enumerated() {
            let isGrouped = mids[index].map { grouped.contains($0) } ?? false
            guard section.media == "audio", section.isRTP, section.isInUse(inGroup: isGrouped) else { continue }
            do throws(NegotiationError) {
                let line = offer.lineNumber(ofSection: index)
                return (
                    index, try MediaAgreement.answer(section, of: offer, local: local.audio, kind: .audio, line: line)
                )
            } catch {
                failure = failure ?? error
            }
        }
        let place = offer.mediaSections.firstIndex { $0.media == "audio" } ?? (offer.mediaSections.isEmpty ? nil : 0)
        throw failure
            ?? NegotiationError(.noAudio, line: place.map(offer.lineNumber(ofSection:)) ?? offer.lastLineNumber)
    }

    /// Takes a section beside the audio if it is the first of its kind; otherwise it stays rejected.
    private mutating func accept(
        _ section: MediaSection,
        at index: Int,
        of offer: SessionDescription,
        local: LocalPeer
    ) {
        if section.media == "video", section.isRTP, let video = local.video {
            guard !sections.contains(where: \.content.isVideo),
                let media = try? MediaAgreement.answer(section, of: offer, local: video, kind: .video, line: 0)
            else { return }
            sections[index].content = .media(media)
        } else if section.isDataChannel, let dataChannel = local.dataChannel {
            guard !sections.contains(where: \.content.isDataChannel),
                let channel = section.dataChannel(from: dataChannel.sctpPort)
            else { return }
            sections[index].content = .dataChannel(channel)
        }
    }

    /// Names what is accepted, and finds whose transport holds.
    private mutating func closeGroup(_ offered: [String], mids: [String?], offer: SessionDescription) {
        var places: [String: Int] = [:]
        for (index, mid) in mids.enumerated() {
            if let mid { places[mid] = index }
        }
        for mid in offered {
            // A mid that the group repeats counts once.
            guard let index = places.removeValue(forKey: mid) else { continue }
            if offeredTag == nil, group.isEmpty, mid == offered.first,
                offer.mediaSections[index].isInUse(inGroup: true)
            {
                offeredTag = index
            }
            guard sections[index].content != .rejected else { continue }
            if group.isEmpty { carrier = index }
            group.append(mid)
        }
    }
}

extension NegotiatedSection.Content {
    var isVideo: Bool {
        if case .media(let media) = self { media.kind == .video } else { false }
    }

    var isDataChannel: Bool {
        if case .dataChannel = self { true } else { false }
    }
}

extension MediaSection {
    /// Whether the section may be used: `a=bundle-only` lets port 0 stand for the group's port.
    func isInUse(inGroup isGrouped: Bool) -> Bool {
        port != 0 || (isBundleOnly && isGrouped)
    }
}
