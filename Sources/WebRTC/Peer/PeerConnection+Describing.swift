// SPDX-License-Identifier: MIT

internal import DTLS
internal import ICE
internal import RTP
internal import SCTP
public import SDP

/// What is said and agreed on by SDP.
extension PeerConnection {
    /// Takes the answer to our offer, and begins.
    ///
    /// - Throws: ``SDP/NegotiationError`` if the answer does not fit, ``UnreachablePeerError`` if there is no way to who
    ///   gave it, `DTLSError` if OpenSSL has no memory, ``PeerDescriptionError`` if there is no offer to be answered. The
    ///   peer is as it was then.
    public func setAnswer(_ answer: SessionDescription, now: Duration) throws {
        guard state == .offering, let offer, let ice = ice as? FullICE else { throw PeerDescriptionError.notOffering }
        let session = try offer.session(from: answer)
        let remote = session.remoteCredentials
        guard let credentials = ICE.ICECredentials(ufrag: remote.ufrag, password: remote.pwd) else {
            preconditionFailure("credentials of a description that ICE does not take")
        }
        let hindrance = ice.agent.hindrance(toward: session)
        if let hindrance, session.isRemoteICELite { throw hindrance }
        try agree(on: session)
        self.offer = nil
        localDescription = []
        self.hindrance = hindrance
        state = .connecting
        ice.agent.begin(with: credentials, of: session, now: now)
        flush(now: now)
    }

    /// Answers the same offer again, without video: before the answer is given out.
    ///
    /// - Throws: ``SDP/NegotiationError``, `DTLSError` or ``PeerDescriptionError``, and then all is as it was.
    public func refuseVideo(of offer: SessionDescription) throws {
        guard state == .connecting, ice is LiteICE, ice.pairForData == nil else {
            throw PeerDescriptionError.notAnswering
        }
        var local = local
        local.video = nil
        let agreed = try SessionAnswer(to: offer, from: local)
        try agree(on: agreed.session)
        self.local = local
        localDescription = agreed.bytes
    }

    /// Answers a new offer of the same client, with new ICE credentials if it has new ones (RFC 8445 section 9).
    ///
    /// DTLS, and all above, goes on as it is. Until a pair of the new credentials works, the old one is used.
    ///
    /// - Returns: The new answer.
    /// - Throws: ``SDP/NegotiationError`` or ``PeerDescriptionError``, and then all is as it was.
    public func restart(answering offer: SessionDescription, now: Duration) throws -> [UInt8] {
        guard state == .connecting || state == .connected, let lite = ice as? LiteICE, let session else {
            throw PeerDescriptionError.notAnswering
        }
        let credentials = ICE.ICECredentials(using: &random)
        var local = local
        local.prefersActiveSetup = session.isDTLSClient
        local.credentials = Self.described(credentials)
        let next = try SessionAnswer(to: offer, from: local)
        guard next.session.remoteFingerprints == session.remoteFingerprints,
            next.session.isDTLSClient == session.isDTLSClient, next.session.sections == session.sections
        else { throw PeerDescriptionError.changesConnection }
        // The same credentials ask for no restart (RFC 8839 section 4.4.1.1.1).
        guard next.session.remoteCredentials != session.remoteCredentials else { return localDescription }
        localDescription = next.bytes
        self.local = local
        self.session = next.session
        lite.agent.restart(credentials: credentials, now: now)
        events.append(.route(.fragmentAdded(credentials.ufrag)))
        flush(now: now)
        return localDescription
    }

    /// Gives the client the whole time for its set-up again: its answer only goes out now.
    public func postponeSetUp(now: Duration) {
        guard state == .connecting, let lite = ice as? LiteICE else { return }
        lite.agent.postponeDeadline(now: now)
    }

    func agree(on session: NegotiatedSession) throws {
        dtls = try DTLSConnection(
            identity: settings.identity,
            role: session.isDTLSClient ? .client : .server,
            fingerprints: session.remoteFingerprints.compactMap {
                CertificateFingerprint(hashFunction: $0.hashFunction, bytes: $0.bytes)
            },
            handshakeDeadline: settings.setUpDeadline
        )
        channels = session.dataChannel.map { Self.channels($0, session, settings) }
        receivedTypes = PeerPayloadType.all(of: session, \.receivingPayloadType)
        sentTypes = PeerPayloadType.all(of: session, \.sendingPayloadType)
        senders = [sender(of: session.audio, audioSSRC), sender(of: session.video, videoSSRC)].compactMap(\.self)
        self.session = session
    }

    private func sender(of media: NegotiatedMedia?, _ ssrc: UInt32) -> PeerSender? {
        guard let media, let first = media.codecs.first else { return nil }
        let keeps = media.codecs.contains { $0.feedback.contains(.nack) }
        return PeerSender(
            rtp: RTPSender(ssrc: ssrc, clockRate: first.codec.clockRate),
            kept: keeps ? RetransmissionBuffer() : nil
        )
    }

    // MARK: What we are

    static func sources(_ random: inout SystemRandomNumberGenerator) -> (audio: UInt32, video: UInt32) {
        let audio = UInt32.random(in: 1...UInt32.max, using: &random)
        // Any other number, as random.
        return (audio, audio ^ UInt32.random(in: 1..<UInt32.max, using: &random))
    }

    static func local(
        _ settings: PeerSettings,
        _ credentials: ICE.ICECredentials,
        _ audioSSRC: UInt32,
        _ videoSSRC: UInt32,
        _ random: inout SystemRandomNumberGenerator
    ) -> LocalPeer {
        var local = LocalPeer(
            credentials: described(credentials),
            fingerprint: Fingerprint(
                hashFunction: settings.identity.fingerprint.algorithm.name,
                bytes: settings.identity.fingerprint.bytes
            ),
            candidates: candidates(settings.addresses),
            sessionID: UInt64.random(in: 1...(1 << 62), using: &random),
            cname: String(UInt64.random(in: 0...UInt64.max, using: &random), radix: 36),
            audio: .audio(ssrc: audioSSRC, streamID: "sdprelay", trackID: "audio")
        )
        local.audio.direction = settings.audioDirection
        local.audio.codecs = settings.audioCodecs
        local.audio.takesTelephoneEvents = settings.takesTelephoneEvents
        if settings.takesVideo {
            local.video = .video(ssrc: videoSSRC, streamID: "sdprelay", trackID: "video")
        }
        local.prefersActiveSetup = settings.prefersActiveSetup
        local.dataChannel =
            settings.takesDataChannels ? LocalDataChannel(maxMessageSize: settings.maximumMessageSize) : nil
        return local
    }

    private static func described(_ ice: ICE.ICECredentials) -> SDP.ICECredentials {
        guard let credentials = SDP.ICECredentials(ufrag: ice.ufrag, pwd: ice.password) else {
            preconditionFailure("credentials of our own that no description takes")
        }
        return credentials
    }

    private static func candidates(_ addresses: [TransportAddress]) -> [String] {
        addresses.enumerated().map { index, address in
            // Without the name of the attribute.
            String(
                ICECandidate.host(address, localPreference: 65_535 - UInt16(index)).description
                    .dropFirst("candidate:".count)
            )
        }
    }

    private static func channels(
        _ section: NegotiatedDataChannel,
        _ session: NegotiatedSession,
        _ settings: PeerSettings
    ) -> DataChannels {
        var configuration = SCTPConfiguration()
        configuration.localPort = section.localPort
        configuration.remotePort = section.remotePort
        configuration.maxIncomingMessageSize = settings.acceptedMessageSize
        configuration.receiveWindow = max(configuration.receiveWindow, 2 * settings.acceptedMessageSize)
        configuration.sendBuffer = settings.sendBuffer
        // RFC 8841 section 6.1: without a word of it, 64 KiB.
        if let size = section.remoteMaxMessageSize { configuration.maxOutgoingMessageSize = size }
        let association = SCTPAssociation(
            configuration: configuration,
            sign: settings.sign,
            random: { UInt32.random(in: 0...UInt32.max) }
        )
        return DataChannels(association: association, isDTLSClient: session.isDTLSClient)
    }
}
