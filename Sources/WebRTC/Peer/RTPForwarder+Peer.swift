// SPDX-License-Identifier: MIT

public import RTP

extension RTPForwarder {
    /// Sends a packet of one connection on to another; one that cannot go is dropped, as networks do.
    ///
    /// - Parameters:
    ///   - packet: As it came, decrypted.
    ///   - header: Its header.
    ///   - peer: Where it goes, with an SSRC of whose the rules have it written.
    ///   - now: The time.
    public mutating func forward(_ packet: Span<UInt8>, _ header: RTPHeader, to peer: PeerConnection, now: Duration) {
        peer.sendRTP(of: rules.ssrc, now: now) { space in
            guard case .forwarded(let written) = forward(packet, header: header, now: now, into: &space) else {
                return nil
            }
            return written
        }
    }
}
