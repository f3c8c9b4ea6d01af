// SPDX-License-Identifier: MIT

internal import RTP
internal import SDP
internal import WebRTC

/// What comes from one side, and goes to the other.
final class MediaPath {
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

    /// Sends a packet on.
    func forward(
        _ packet: Span<UInt8>,
        _ header: RTPHeader,
        _ kind: NegotiatedMedia.Kind,
        to target: PeerConnection,
        now: Duration
    ) {
        if firstPacketAt == nil { firstPacketAt = now }
        lastPacketAt = now
        // Before the other side is there, what is said is gone, as on any line that is not through yet.
        guard target.state == .connected else { return }
        switch kind {
        case .audio: audio?.forward(packet, header, to: target, now: now)
        case .video: video?.forward(packet, header, to: target, now: now)
        }
    }
}
