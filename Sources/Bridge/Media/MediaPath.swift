// SPDX-License-Identifier: MIT

internal import RTP
internal import SDP
internal import WebRTC

/// What comes from one side, and goes to the other.
struct MediaPath {
    /// When the first packet came.
    private(set) var firstPacketAt: Duration?
    /// When the last packet came.
    private(set) var lastPacketAt: Duration?
    private var audio: RTPForwarder?
    private var video: RTPForwarder?

    /// Nothing is forwarded.
    init() {}

    /// Forwards what both connections have agreed on.
    init(from source: PeerConnection, to target: PeerConnection) {
        guard let from = source.session, let to = target.session else { return }
        audio = Self.forwarder(from.audio, to.audio, target.audioSSRC)
        video = Self.forwarder(from.video, to.video, target.videoSSRC)
    }

    private static func forwarder(
        _ source: NegotiatedMedia?,
        _ target: NegotiatedMedia?,
        _ ssrc: UInt32
    ) -> RTPForwarder? {
        guard let source, let target, let rules = ForwardingRules(from: source, to: target, ssrc: ssrc) else {
            return nil
        }
        var random = SystemRandomNumberGenerator()
        return RTPForwarder(rules: rules, using: &random)
    }

    /// The most bytes that a packet grows by.
    var maximumGrowth: Int { max(audio?.rules.maxGrowth ?? 0, video?.rules.maxGrowth ?? 0) }

    /// Sends a packet on.
    mutating func forward(
        _ packet: Span<UInt8>,
        _ header: RTPHeader,
        _ kind: NegotiatedMedia.Kind,
        to target: PeerConnection,
        by buffer: inout [UInt8],
        now: Duration
    ) {
        if firstPacketAt == nil { firstPacketAt = now }
        lastPacketAt = now
        // Before the other side is there, what is said is gone, as on any line that is not through yet.
        guard target.state == .connected else { return }
        let length = packet.count + maximumGrowth
        if buffer.count < length { buffer = [UInt8](repeating: 0, count: length) }
        var output = buffer.mutableSpan
        let outcome =
            switch kind {
            case .audio: audio?.forward(packet, header: header, now: now, into: &output)
            case .video: video?.forward(packet, header: header, now: now, into: &output)
            }
        guard case .forwarded(let forwarded) = outcome else { return }
        let bytes = buffer.span.extracting(first: forwarded.length)
        guard let header = try? RTPHeader(parsing: bytes) else { return }
        target.sendRTP(bytes, header, now: now)
    }
}
