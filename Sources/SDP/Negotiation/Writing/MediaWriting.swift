// SPDX-License-Identifier: MIT

/// The parts of an RTP section that offers and answers write alike.
extension LineWriter {
    /// Which codecs, under which payload type, with which parameters and feedback.
    mutating func codec(_ codec: RTPCodec, _ payloadType: UInt8, parameters: String?, feedback: RTCPFeedback) {
        attribute("rtpmap", "\(payloadType) \(codec.rtpmap)")
        for (kind, name) in RTCPFeedback.names where feedback.contains(kind) {
            attribute("rtcp-fb", "\(payloadType) \(name)")
        }
        if let parameters { attribute("fmtp", "\(payloadType) \(parameters)") }
    }

    /// A header extension; without a direction it is for both.
    mutating func headerExtension(_ kind: RTPHeaderExtension, _ id: UInt8, direction: MediaDirection? = nil) {
        let suffix = direction.map { "/\($0.rawValue)" } ?? ""
        attribute("extmap", "\(id)\(suffix) \(kind.uri)")
    }

    /// The track that is sent, and its SSRC.
    ///
    /// [RFC 8830](https://www.rfc-editor.org/rfc/rfc8830.html) and
    /// [RFC 5576](https://www.rfc-editor.org/rfc/rfc5576.html).
    mutating func source(_ media: LocalMedia, cname: String) {
        attribute("msid", "\(media.streamID) \(media.trackID)")
        attribute("ssrc", "\(media.ssrc) cname:\(cname)")
    }
}
