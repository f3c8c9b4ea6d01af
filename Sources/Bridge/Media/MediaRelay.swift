// SPDX-License-Identifier: MIT

internal import RTP
internal import SDP
internal import WebRTC

/// Carries audio and video between the two connections of a call: payload types, SSRCs and header extensions become those
/// of the other side; RTCP is each connection's own, but for requests for key frames.
final class MediaRelay {
    private unowned let legs: CallLegs
    /// By the side that packets come from.
    private var paths = BothSides(MediaPath())
    private var buffer: [UInt8] = []

    /// Forwards nothing before ``connect()``.
    init(_ legs: CallLegs) {
        self.legs = legs
    }

    /// Forwards from now on, as both connections have agreed.
    func connect() {
        guard let client = legs[.client], let upstream = legs[.upstream] else { return }
        paths.client = MediaPath(from: client, to: upstream)
        paths.upstream = MediaPath(from: upstream, to: client)
        take(from: .client, client, to: upstream)
        take(from: .upstream, upstream, to: client)
    }

    private func take(from side: CallSide, _ source: PeerConnection, to target: PeerConnection) {
        // The legs own both, and this relay lives as long as they do.
        source.onRTP = { [unowned self, unowned target] packet, header, kind, now in
            paths[side].forward(packet, header, kind, to: target, by: &buffer, now: now)
        }
        target.onKeyFrameRequest = { [unowned source] now in source.requestKeyFrame(now: now) }
    }

    /// When the first packet of a side came; nil before it did.
    func firstPacketTime(from side: CallSide) -> Duration? { paths[side].firstPacketAt }

    /// When the last packet of either side came.
    var lastPacketAt: Duration? {
        [paths.client.lastPacketAt, paths.upstream.lastPacketAt].compactMap(\.self).max()
    }
}
