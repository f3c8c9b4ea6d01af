// SPDX-License-Identifier: MIT

/// Writes an answer to the plan.
struct AnswerWriter {
    let offer: SessionDescription
    let plan: AnswerPlan
    let local: LocalPeer
    let setup: SetupRole

    var description: SessionDescription {
        var session = LineWriter()
        session.beginSession(of: local)
        if !plan.group.isEmpty { session.attribute("group", (["BUNDLE"] + plan.group).joined(separator: " ")) }
        if offer.hasAttribute("extmap-allow-mixed") { session.attribute("extmap-allow-mixed") }
        let candidate = DefaultCandidate(of: local.candidates)
        let sections = zip(offer.mediaSections, plan.sections).enumerated().map { index, pair in
            section(pair.1, answering: pair.0, isCarrier: index == plan.carrier, at: candidate)
        }
        return SessionDescription(lines: session.lines, mediaSections: sections)
    }

    private func section(
        _ agreed: NegotiatedSection,
        answering offered: MediaSection,
        isCarrier: Bool,
        at candidate: DefaultCandidate
    ) -> MediaSection {
        var writer = LineWriter()
        let formats = formats(of: agreed, answering: offered)
        let port = agreed.content == .rejected ? 0 : candidate.port
        writer.line(.media, "\(offered.media) \(port) \(offered.transport) \(formats.joined(separator: " "))")
        writer.line(.connection, agreed.content == .rejected ? "IN IP4 0.0.0.0" : candidate.connection)
        if let mid = agreed.mid { writer.attribute("mid", mid) }
        // In rejected sections too, which mean nothing: there are peers that look for it in each.
        writer.transport(of: local, setup: setup)
        if isCarrier { writer.candidates(of: local) }
        switch agreed.content {
        case .rejected: writeRejected(offered, to: &writer)
        case .media(let media): write(media, to: &writer)
        case .dataChannel(let channel): write(channel, answering: offered, to: &writer)
        }
        return MediaSection(
            media: offered.media,
            port: port,
            portCount: nil,
            transport: offered.transport,
            formats: formats,
            lines: writer.lines
        )
    }

    private func formats(of agreed: NegotiatedSection, answering offered: MediaSection) -> [String] {
        switch agreed.content {
        case .media(let media): media.codecs.map { String($0.receivingPayloadType) }
        case .dataChannel(let channel):
            offered.hasPortAsFormat ? [String(channel.localPort)] : ["webrtc-datachannel"]
        // RFC 3264, section 6 wants one, whatever it is.
        case .rejected: Array(offered.formats.prefix(1))
        }
    }

    /// What readers expect of any RTP section, switched off or not.
    private func writeRejected(_ offered: MediaSection, to writer: inout LineWriter) {
        guard offered.isRTP else { return }
        writer.attribute(MediaDirection.inactive.rawValue)
        writer.attribute("rtcp-mux")
        if let format = offered.formats.first,
            let codec = offered.attributes("rtpmap").first(where: { $0[...].splitAtSpace.first == format[...] })
        {
            writer.attribute("rtpmap", codec)
        }
    }

    private func write(_ media: NegotiatedMedia, to writer: inout LineWriter) {
        let own = media.kind == .audio ? local.audio : local.video ?? local.audio
        for agreed in media.extensions {
            let isLimited = agreed.direction != .sendrecv
            writer.headerExtension(agreed.kind, agreed.id, direction: isLimited ? agreed.direction : nil)
        }
        writer.attribute(media.direction.rawValue)
        writer.attribute("rtcp-mux")
        if media.takesReducedSizeRTCP { writer.attribute("rtcp-rsize") }
        for codec in media.codecs {
            writer.codec(
                codec.codec,
                codec.receivingPayloadType,
                parameters: codec.remoteParameters,
                feedback: codec.feedback
            )
        }
        if media.direction.sends { writer.source(own, cname: local.cname) }
    }

    /// In the form of the offer: RFC 8841 or the drafts before it.
    private func write(
        _ channel: NegotiatedDataChannel,
        answering offered: MediaSection,
        to writer: inout LineWriter
    ) {
        if offered.isLegacyDataChannel, !offered.hasAttribute("sctp-port") {
            writer.attribute("sctpmap", "\(channel.localPort) webrtc-datachannel 65535")
        } else {
            writer.attribute("sctp-port", String(channel.localPort))
        }
        if let size = local.dataChannel?.maxMessageSize { writer.attribute("max-message-size", String(size)) }
    }
}
