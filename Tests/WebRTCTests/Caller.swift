// SPDX-License-Identifier: MIT

import DTLS
import ICE
import SCTP
import SDP
import SRTP
import Testing
import WebRTC

/// The other end of a peer connection: a full ICE agent that controls, DTLS, SRTP and data channels.
final class Caller {
    static let address = TransportAddress(ip: IPAddress(ipv4: 0xC000_0202), port: 5000)

    let offer: SessionOffer
    let identity: DTLSIdentity
    var ice: ICEAgent
    var dtls: DTLSConnection?
    var channels: DataChannels?
    var srtp: SRTPSession?
    var channelEvents: [DataChannelEvent] = []
    var received: [[UInt8]] = []
    var ended: DTLSEvent?
    let ssrc: UInt32 = 0x1234_5678
    private var answerSSRC: UInt32 = 0

    init(now: Duration) throws {
        identity = try DTLSIdentity()
        var generator = SystemRandomNumberGenerator()
        let credentials = ICE.ICECredentials(using: &generator)
        let described = SDP.ICECredentials(ufrag: credentials.ufrag, pwd: credentials.password)
        let local = LocalPeer(
            credentials: try #require(described),
            fingerprint: Fingerprint(hashFunction: "sha-256", bytes: identity.fingerprint.bytes),
            candidates: [],
            sessionID: 1,
            cname: "caller",
            audio: .audio(ssrc: ssrc, trackID: "audio")
        )
        offer = SessionOffer(from: local)
        var configuration = ICEConfiguration()
        configuration.policy = .any
        ice = ICEAgent(
            role: .controlling,
            credentials: credentials,
            configuration: configuration,
            random: generator,
            now: now
        )
        ice.addLocal(Self.address)
    }

    /// Takes the answer and begins.
    func take(_ answer: [UInt8], now: Duration, wrongFingerprint: Bool = false) throws {
        let session = try offer.session(from: SessionDescription.parse(answer.span))
        answerSSRC = session.audio?.remoteSSRCs.first ?? 0
        var fingerprints = session.remoteFingerprints.compactMap {
            CertificateFingerprint(hashFunction: $0.hashFunction, bytes: $0.bytes)
        }
        if wrongFingerprint {
            fingerprints = [
                try #require(CertificateFingerprint(algorithm: .sha256, bytes: [UInt8](repeating: 1, count: 32)))
            ]
        }
        dtls = try DTLSConnection(
            identity: identity,
            role: session.isDTLSClient ? .client : .server,
            fingerprints: fingerprints
        )
        let association = SCTPAssociation(
            configuration: SCTPConfiguration(),
            sign: { $0.isEmpty ? [] : [$0[0]] },
            random: { .random(in: 0 ... .max) }
        )
        channels = DataChannels(association: association, isDTLSClient: session.isDTLSClient)
        let remote = session.remoteCredentials
        let credentials = ICE.ICECredentials(ufrag: remote.ufrag, password: remote.pwd)
        ice.setRemote(try #require(credentials), isLite: true, now: now)
        for text in session.remoteCandidates { ice.addRemote(try ICECandidate(parsing: "candidate:" + text)) }
        ice.endOfRemoteCandidates()
    }

    /// Goes on with other ICE credentials, and those of a new answer.
    func restart(_ credentials: ICE.ICECredentials, _ answer: [UInt8], now: Duration) throws {
        let session = try offer.session(from: SessionDescription.parse(answer.span))
        ice.restart(credentials: credentials, now: now)
        let remote = ICE.ICECredentials(ufrag: session.remoteCredentials.ufrag, password: session.remoteCredentials.pwd)
        ice.setRemote(try #require(remote), isLite: true, now: now)
        for text in session.remoteCandidates { ice.addRemote(try ICECandidate(parsing: "candidate:" + text)) }
    }

    var nextTimeout: Duration? {
        [ice.nextTimeout, dtls?.nextTimeout, channels?.association.nextTimeout].compactMap(\.self).min()
    }

    func handleTimeout(now: Duration) {
        ice.handleTimeout(now: now)
        dtls?.handleTimeout(now: now)
        channels?.association.handleTimeout(now: now)
    }

    func receive(_ datagram: [UInt8], over pair: ICEPair, now: Duration) throws {
        switch datagram[0] {
        case 0...3: ice.receive(datagram.span, from: pair.remote, local: pair.local, now: now)
        case 20...63: dtls?.receive(datagram.span, now: now)
        default:
            guard let srtp else { return }
            var packet = datagram
            let isRTCP = (192...223).contains(packet[1])
            var bytes = packet.mutableSpan
            var raw = unsafe bytes.mutableBytes
            let count =
                try isRTCP
                ? srtp.unprotectRTCP(&raw, count: datagram.count) : srtp.unprotect(&raw, count: datagram.count)
            received.append(Array(packet[..<count]))
        }
    }

    /// What there is to send.
    func datagrams(now: Duration) throws -> [(bytes: [UInt8], pair: ICEPair)] {
        var result: [(bytes: [UInt8], pair: ICEPair)] = []
        while let event = ice.nextEvent() {
            if case .connected = event { dtls?.start(now: now) }
        }
        while let event = dtls?.nextEvent() {
            switch event {
            case .connected(let keys):
                srtp = try SRTPSession(keys)
                try srtp?.addOutbound(ssrc: ssrc)
                try srtp?.addInbound(ssrc: answerSSRC)
                channels?.association.start(now: now)
            case .data(let record): channels?.association.receive(record.span, now: now)
            case .closed, .failed: ended = event
            }
        }
        while let event = channels?.nextEvent(now: now) { channelEvents.append(event) }
        while let packet = channels?.association.nextPacket(now: now) { try dtls?.send(packet.span) }
        while let datagram = ice.nextTransmit() { result.append((datagram.bytes, datagram.pair)) }
        while let datagram = dtls?.nextDatagram() {
            if let pair = ice.selectedPair { result.append((datagram, pair)) }
        }
        return result
    }

    /// Protects an RTP packet.
    func protect(_ packet: [UInt8]) throws -> [UInt8] {
        var bytes = packet + [UInt8](repeating: 0, count: 64)
        var span = bytes.mutableSpan
        var raw = unsafe span.mutableBytes
        let count = try srtp?.protect(&raw, count: packet.count) ?? 0
        return Array(bytes[..<count])
    }
}
