// SPDX-License-Identifier: MIT

/// Writes an offer of our own.
struct OfferWriter {
    let sections: [SessionOffer.Section]
    let local: LocalPeer

    var description: SessionDescription {
        var session = LineWriter()
        session.beginSession(of: local)
        session.attribute("group", (["BUNDLE"] + sections.map(\.mid)).joined(separator: " "))
        session.attribute("extmap-allow-mixed")
        let candidate = DefaultCandidate(of: local.candidates)
        return SessionDescription(
            lines: session.lines,
            mediaSections: sections.enumerated().map { index, section in
                media(section, isFirst: index == 0, at: candidate)
            }
        )
    }

    private func media(_ section: SessionOffer.Section, isFirst: Bool, at candidate: DefaultCandidate) -> MediaSection {
        let media: String
        let transport: String
        let formats: [String]
        switch section {
        case .media(let offered):
            media = offered.kind == .audio ? "audio" : "video"
            transport = "UDP/TLS/RTP/SAVPF"
            formats = offered.codecs.map { String($0.payloadType) }
        case .dataChannel:
            media = "application"
            transport = "UDP/DTLS/SCTP"
            formats = ["webrtc-datachannel"]
        }
        var writer = LineWriter()
        writer.line(.media, "\(media) \(candidate.port) \(transport) \(formats.joined(separator: " "))")
        writer.line(.connection, candidate.connection)
        writer.attribute("mid", section.mid)
        writer.transport(of: local, setup: .actpass)
        if isFirst { writer.candidates(of: local) }
        switch section {
        case .media(let offered): write(offered, to: &writer)
        case .dataChannel(let channel, _):
            writer.attribute("sctp-port", String(channel.sctpPort))
            writer.attribute("max-message-size", String(channel.maxMessageSize))
        }
        return MediaSection(
            media: media,
            port: candidate.port,
            portCount: nil,
            transport: transport,
            formats: formats,
            lines: writer.lines
        )
    }

    private func write(_ offered: OfferedMedia, to writer: inout LineWriter) {
        writer.attribute("rtcp", "9 IN IP4 0.0.0.0")
        for offeredExtension in offered.extensions {
            writer.headerExtension(offeredExtension.kind, offeredExtension.id)
        }
        writer.attribute(offered.local.direction.rawValue)
        writer.attribute("rtcp-mux")
        writer.attribute("rtcp-rsize")
        for codec in offered.codecs {
            let feedback: RTCPFeedback =
                codec.codec.name == RTPCodec.telephoneEventName ? [] : offered.local.feedback
            writer.codec(codec.codec, codec.payloadType, parameters: codec.parameters, feedback: feedback)
        }
        if offered.local.direction.sends { writer.source(offered.local, cname: local.cname) }
    }
}
