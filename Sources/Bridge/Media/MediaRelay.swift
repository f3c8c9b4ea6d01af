// SPDX-License-Identifier: MIT

internal import RTP
internal import SDP
internal import WebRTC

/// Carries audio and video between the two connections of a call: payload types, SSRCs and header extensions become those
/// of the other side; RTCP is each connection's own, but for requests for key frames.
final class MediaRelay {
    private unowned let legs: CallLegs
    /// By the side that packets come from.
    private var paths = BothSides<MediaPath?>(nil)

    /// Forwards nothing before ``connect()``.
    init(_ legs: CallLegs) {
        self.legs = legs
    }

    /// Forwards from now on, as both connections have agreed.
    func connect() {
        guard let client = legs[.client], let upstream = legs[.upstream] else { return }
        paths.client = take(from: client, to: upstream)
        paths.upstream = take(from: upstream, to: client)
    }

    private func take(from source: PeerConnection, to target: PeerConnection) -> MediaPath {
        let path = MediaPath(from: source, to: target)
        // The legs own both, as long as either has packets.
        source.onRTP = { [unowned target] packet, header, kind, now in
            path.forward(packet, header, kind, to: target, now: now)
        }
        target.onKeyFrameRequest = { [unowned source] now in source.requestKeyFrame(now: now) }
        return path
    }

    /// When the first packet of a side came; nil before it did.
    func firstPacketTime(from side: CallSide) -> Duration? { paths[side]?.firstPacketAt }

    /// When the last packet of either side came.
    var lastPacketAt: Duration? {
        [paths.client?.lastPacketAt, paths.upstream?.lastPacketAt].compactMap(\.self).max()
    }
}
