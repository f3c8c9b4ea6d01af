// SPDX-License-Identifier: MIT

/// What an RTP section of the other side says, gathered in one pass over its lines.
///
/// The work and the memory are bounded by the text; of what could repeat without end, only the first of each counts.
struct RTPAttributes {
    /// A payload type with what the lines say of it.
    struct Codec {
        var payloadType: UInt8
        var codec: RTPCodec
        var parameters: String?
        var feedback: RTCPFeedback
    }

    /// A header extension that is understood, with its id and direction as the other side says them.
    struct Extension {
        var kind: RTPHeaderExtension
        var id: UInt8
        /// Nil where the line does not say, which is both ways.
        var direction: MediaDirection?
    }

    private(set) var hasRTCPMux = false
    private(set) var hasReducedSizeRTCP = false
    private(set) var ssrcs: [UInt32] = []
    private(set) var extensions: [Extension] = []

    private var sectionDirection: MediaDirection?
    private var codecs: [UInt8: RTPCodec] = [:]
    private var parameters: [UInt8: String] = [:]
    private var feedback: [UInt8: RTCPFeedback] = [:]
    private var feedbackForAll: RTCPFeedback = []
    private let maxExtensionID: Int

    /// Which way media flow, from the view of the other side.
    ///
    /// RFC 8866, section 6.7 has `sendrecv` where nothing is said.
    var direction: MediaDirection { sectionDirection ?? .sendrecv }

    init(_ section: MediaSection, of description: SessionDescription) {
        let isMixed = description.hasAttribute("extmap-allow-mixed") || section.hasAttribute("extmap-allow-mixed")
        maxExtensionID = isMixed ? 255 : 14
        // The session level first: what a section says of its own overrides the direction.
        for line in description.lines {
            guard let attribute = line.attribute else { continue }
            if attribute.name == "extmap", let value = attribute.value {
                noteExtension(value)
            } else if let direction = MediaDirection(rawValue: String(attribute.name)) {
                sectionDirection = direction
            }
        }
        for line in section.lines {
            guard let attribute = line.attribute else { continue }
            note(attribute.name, attribute.value)
        }
    }

    /// The codecs that are known by name, in the order of the `m=` line, each payload type once.
    func codecs(of section: MediaSection) -> [Codec] {
        var seen: Set<UInt8> = []
        return section.formats.compactMap { format in
            guard let payloadType = Self.payloadType(format[...]), seen.insert(payloadType).inserted,
                let codec = codecs[payloadType] ?? RTPCodec(staticPayloadType: payloadType)
            else { return nil }
            return Codec(
                payloadType: payloadType,
                codec: codec,
                parameters: parameters[payloadType],
                feedback: feedback[payloadType, default: []].union(feedbackForAll)
            )
        }
    }

    private mutating func note(_ name: Substring, _ value: Substring?) {
        switch (name, value) {
        case ("rtcp-mux", _): hasRTCPMux = true
        case ("rtcp-rsize", _): hasReducedSizeRTCP = true
        case ("rtpmap", let value?): noteCodec(value)
        case ("fmtp", let value?): noteParameters(value)
        case ("rtcp-fb", let value?): noteFeedback(value)
        case ("extmap", let value?): noteExtension(value)
        case ("ssrc", let value?): noteSSRC(value)
        case (_, nil):
            if let direction = MediaDirection(rawValue: String(name)) { sectionDirection = direction }
        default: break
        }
    }

    /// `<payload type> <name>/<clock rate>[/<channels>]`.
    private mutating func noteCodec(_ value: Substring) {
        let (format, rest) = value.splitAtSpace
        guard let payloadType = Self.payloadType(format), codecs[payloadType] == nil, let rest else { return }
        codecs[payloadType] = RTPCodec(rtpmap: rest)
    }

    /// `<payload type> <parameters>`.
    private mutating func noteParameters(_ value: Substring) {
        let (format, rest) = value.splitAtSpace
        guard let payloadType = Self.payloadType(format), parameters[payloadType] == nil, let rest else { return }
        parameters[payloadType] = String(rest)
    }

    /// `<payload type or *> <feedback>`.
    private mutating func noteFeedback(_ value: Substring) {
        let (format, rest) = value.splitAtSpace
        guard let kind = RTCPFeedback.names.first(where: { $0.name[...] == rest })?.feedback else { return }
        if format == "*" {
            feedbackForAll.insert(kind)
        } else if let payloadType = Self.payloadType(format) {
            feedback[payloadType, default: []].insert(kind)
        }
    }

    /// `<id>[/<direction>] <URI>[ <attributes>]`.
    private mutating func noteExtension(_ value: Substring) {
        let (name, rest) = value.splitAtSpace
        guard let uri = rest?.splitAtSpace.first,
            let kind = RTPHeaderExtension.allCases.first(where: { $0.uri[...] == uri }),
            !extensions.contains(where: { $0.kind == kind })
        else { return }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = Substring(parts[0]).decimal, id >= 1, id <= maxExtensionID,
            !extensions.contains(where: { $0.id == id })
        else { return }
        var direction: MediaDirection?
        if parts.count == 2 {
            direction = MediaDirection(rawValue: String(Substring(parts[1])))
            guard direction != nil else { return }
        }
        extensions.append(Extension(kind: kind, id: UInt8(id), direction: direction))
    }

    /// `<SSRC> <attribute>`.
    private mutating func noteSSRC(_ value: Substring) {
        guard let number = value.splitAtSpace.first.decimal, let ssrc = UInt32(exactly: number),
            ssrcs.count < NegotiatedMedia.maxRemoteSSRCs, !ssrcs.contains(ssrc)
        else { return }
        ssrcs.append(ssrc)
    }

    private static func payloadType(_ text: Substring) -> UInt8? {
        guard let number = text.decimal, number <= 127 else { return nil }
        return UInt8(number)
    }
}
