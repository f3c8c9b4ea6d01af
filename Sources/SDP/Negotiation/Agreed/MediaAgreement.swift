// SPDX-License-Identifier: MIT

/// What both sides have in common in an audio or video section.
enum MediaAgreement {
    /// What an answer to the offered section may say.
    static func answer(
        _ section: MediaSection,
        of offer: SessionDescription,
        local: LocalMedia,
        kind: NegotiatedMedia.Kind,
        line: Int
    ) throws(NegotiationError) -> NegotiatedMedia {
        let remote = RTPAttributes(section, of: offer)
        let offered = remote.codecs(of: section)
        var codecs = offered.filter { local.codecs.contains($0.codec) }
        guard let first = codecs.first else { throw NegotiationError(.noSupportedCodec, line: line) }
        guard remote.hasRTCPMux else { throw NegotiationError(.noRTCPMux, line: line) }
        if local.takesTelephoneEvents, let events = telephoneEvents(in: offered, besides: first.codec) {
            codecs.append(events)
        }
        return NegotiatedMedia(
            kind: kind,
            mid: section.mid,
            direction: local.direction.answering(remote.direction),
            codecs: codecs.map { codec in
                NegotiatedCodec(
                    codec: codec.codec,
                    sendingPayloadType: codec.payloadType,
                    receivingPayloadType: codec.payloadType,
                    remoteParameters: codec.parameters,
                    feedback: codec.feedback.intersection(local.feedback)
                )
            },
            extensions: remote.extensions.compactMap { offered in
                let direction = (offered.direction ?? .sendrecv).reversed
                guard local.extensions.contains(offered.kind), direction != .inactive else { return nil }
                return NegotiatedExtension(kind: offered.kind, id: offered.id, direction: direction)
            },
            takesReducedSizeRTCP: remote.hasReducedSizeRTCP,
            remoteSSRCs: remote.ssrcs
        )
    }

    /// DTMF digits at the clock rate of the codec, which RFC 4733, section 2.1 asks for; or else at 8000 Hz, which is
    /// all that Firefox offers beside Opus.
    private static func telephoneEvents(
        in offered: [RTPAttributes.Codec],
        besides codec: RTPCodec
    ) -> RTPAttributes.Codec? {
        for clockRate in [codec.clockRate, 8000] {
            if let events = offered.first(where: { $0.codec == .telephoneEvent(clockRate: clockRate) }) {
                return events
            }
        }
        return nil
    }

    /// What the answer to a section of our own offer has taken of it.
    static func read(
        _ section: MediaSection,
        of answer: SessionDescription,
        offered: OfferedMedia,
        line: Int
    ) throws(NegotiationError) -> NegotiatedMedia {
        let remote = RTPAttributes(section, of: answer)
        guard remote.hasRTCPMux else { throw NegotiationError(.noRTCPMux, line: line) }
        var codecs: [NegotiatedCodec] = []
        for answered in remote.codecs(of: section) {
            guard let ours = offered.codecs.first(where: { $0.codec == answered.codec }) else { continue }
            codecs.append(
                NegotiatedCodec(
                    codec: ours.codec,
                    sendingPayloadType: answered.payloadType,
                    receivingPayloadType: ours.payloadType,
                    remoteParameters: answered.parameters,
                    feedback: answered.feedback.intersection(offered.local.feedback)
                )
            )
        }
        let events = codecs.filter(\.isTelephoneEvent)
        codecs.removeAll(where: \.isTelephoneEvent)
        guard !codecs.isEmpty else { throw NegotiationError(.noSupportedCodec, line: line) }
        return NegotiatedMedia(
            kind: offered.kind,
            mid: offered.mid,
            direction: offered.local.direction.answering(remote.direction),
            codecs: codecs + events,
            extensions: remote.extensions.compactMap { answered in
                let direction = (answered.direction ?? .sendrecv).reversed
                guard offered.extensions.contains(where: { $0.kind == answered.kind && $0.id == answered.id }),
                    direction != .inactive
                else { return nil }
                return NegotiatedExtension(kind: answered.kind, id: answered.id, direction: direction)
            },
            takesReducedSizeRTCP: remote.hasReducedSizeRTCP,
            remoteSSRCs: remote.ssrcs
        )
    }
}
