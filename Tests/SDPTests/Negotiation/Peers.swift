// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

/// Local sides that the tests of negotiation answer and offer with.
extension LocalPeer {
    static let testPwd = "localPwdLocalPwdLocalPwd"

    /// An ICE-lite peer with an address of each family.
    static func lite() throws -> LocalPeer {
        var peer = try agent()
        peer.isICELite = true
        return peer
    }

    /// A full ICE agent.
    static func agent() throws -> LocalPeer {
        LocalPeer(
            credentials: try #require(ICECredentials(ufrag: "localUfrag", pwd: testPwd)),
            fingerprint: Fingerprint(hashFunction: "SHA-256", bytes: Array(0..<32)),
            candidates: [
                "1 1 udp 2130706431 2001:db8::10 40000 typ host", "2 1 udp 2130706175 192.0.2.10 40002 typ host",
                "3 1 udp 2130705919 198.51.100.10 40002 typ host",
            ],
            sessionID: 4_611_686_018_427_387_905,
            cname: "local",
            audio: .audio(ssrc: 3_000_000_001, streamID: "stream", trackID: "audio")
        )
    }

    /// The same peer, which takes video too.
    func withVideo() -> LocalPeer {
        var peer = self
        peer.video = .video(ssrc: 3_000_000_002, streamID: "stream", trackID: "video")
        return peer
    }
}

/// Answers an offer.
func answer(_ offer: [UInt8], from local: LocalPeer? = nil) throws -> SessionAnswer {
    try SessionAnswer(to: parse(offer), from: local ?? .lite())
}

/// The error that answering gives, or nil.
func refusal(of offer: [UInt8], from local: LocalPeer? = nil) throws -> NegotiationError? {
    do {
        _ = try answer(offer, from: local)
        return nil
    } catch let error as NegotiationError {
        return error
    }
}
