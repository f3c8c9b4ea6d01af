// SPDX-License-Identifier: MIT

extension SessionOffer {
    /// Reads the answer to this offer.
    ///
    /// Sections are held against those of the offer, one by one
    /// ([RFC 9429, section 5.11](https://www.rfc-editor.org/rfc/rfc9429.html#section-5.11)). A peer may refuse video and
    /// data channels, which are then rejected sections; without audio there is no call.
    ///
    /// - Throws: ``NegotiationError`` with the line of the answer.
    public func session(from answer: SessionDescription) throws(NegotiationError) -> NegotiatedSession {
        guard answer.mediaSections.count == sections.count else {
            throw NegotiationError(.answerMediaSectionCount, line: answer.lastLineNumber)
        }
        _ = try answer.checkedMids()
        var agreed: [NegotiatedSection] = []
        for (index, section) in sections.enumerated() {
            let content = try content(of: section, at: index, in: answer)
            agreed.append(NegotiatedSection(mid: section.mid, content: content))
        }
        guard case .media = agreed.first?.content else {
            throw NegotiationError(.noAudio, line: answer.lineNumber(ofSection: 0))
        }
        let carrier = try carrier(of: agreed, in: answer)
        let transport = try RemoteTransport(of: carrier, tag: nil, in: answer)
        guard transport.setup == .active || transport.setup == .passive else {
            throw NegotiationError(.answerWithoutSetup, line: answer.lineNumber(ofSection: carrier))
        }
        return NegotiatedSession(
            remoteCredentials: transport.credentials,
            isRemoteICELite: answer.isICELite,
            remoteCandidates: transport.candidates,
            hasAllRemoteCandidates: transport.hasEndOfCandidates,
            remoteFingerprints: transport.fingerprints,
            isDTLSClient: transport.setup == .passive,
            sections: agreed
        )
    }

    private func content(
        of section: Section,
        at index: Int,
        in answer: SessionDescription
    ) throws(NegotiationError) -> NegotiatedSection.Content {
        let answered = answer.mediaSections[index]
        let line = answer.lineNumber(ofSection: index)
        guard answered.media == description.mediaSections[index].media else {
            throw NegotiationError(.answerMediaSectionMismatch, line: line)
        }
        if let mid = answered.mid, mid != section.mid { throw NegotiationError(.answerMid, line: line) }
        guard answered.port != 0 else { return .rejected }
        switch section {
        case .media(let offered):
            guard answered.isRTP else { throw NegotiationError(.answerMediaSectionMismatch, line: line) }
            return .media(try MediaAgreement.read(answered, of: answer, offered: offered, line: line))
        case .dataChannel(let local, _):
            guard answered.isDataChannel, let channel = answered.dataChannel(from: local.sctpPort) else {
                throw NegotiationError(.answerMediaSectionMismatch, line: line)
            }
            return .dataChannel(channel)
        }
    }

    /// The section whose transport carries all others: the one that the answer's group names first.
    private func carrier(
        of agreed: [NegotiatedSection],
        in answer: SessionDescription
    ) throws(NegotiationError) -> Int {
        let inUse = agreed.indices.filter { agreed[$0].content != .rejected }
        guard let group = answer.bundleGroups.first else {
            // One section needs no group; several would need transports of their own.
            if inUse.count > 1 { throw NegotiationError(.answerBundle, line: answer.lineNumber(ofSection: inUse[1])) }
            return inUse[0]
        }
        let named = group.map { mid in inUse.first { answer.mediaSections[$0].mid == mid } }
        for index in inUse where !named.contains(index) {
            throw NegotiationError(.answerBundle, line: answer.lineNumber(ofSection: index))
        }
        guard !named.contains(nil), let tag = named[0] else {
            throw NegotiationError(.answerBundle, line: answer.lastLineNumber)
        }
        return tag
    }
}
