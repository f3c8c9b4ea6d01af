// SPDX-License-Identifier: MIT

internal import DTLS
internal import ICE
public import RTP
public import SCTP
public import SDP
internal import SRTP

/// The answering end of a WebRTC connection: ICE-lite, DTLS, SRTP and data channels in one, without a socket or a clock.
///
///     let peer = try PeerConnection(answering: offer, settings: settings, output: port, now: now)
///     peer.answer                                   // for the other side
///     peer.receive(datagram, route, …, now: now)    // what the socket has
///     while let event = peer.nextEvent() { … }      // after each call
///     peer.handleTimeout(now: now)                  // at peer.nextTimeout
///
/// Datagrams to be sent go to the output during the call. Received RTP goes to ``onRTP``, decrypted, in the buffer that it
/// came in. A peer is confined to one loop; its events are taken after each call, outside of ``onRTP``.
///
/// What it keeps is bounded: the SDP limits of the offer, 8 remote addresses, ``maximumSources`` SSRCs, and the limits of
/// SCTP (``SCTP/SCTPConfiguration``) and of its channels.
public final class PeerConnection {
    /// How many SSRCs of the other side are taken.
    public static let maximumSources = 8
    /// The longest datagram that is sent; room for SRTP's trailer included.
    static let bufferSize = 2048

    /// Where a connection stands.
    public enum State: Hashable, Sendable {
        /// From the answer until DTLS is up.
        case connecting
        case connected
        case ended
    }

    /// Where the connection stands.
    public internal(set) var state = State.connecting
    /// The answer to the offer.
    public let answer: [UInt8]
    /// What offer and answer have agreed on.
    public let session: NegotiatedSession
    /// The fragment that the peer's checks name.
    public let localUfrag: String
    /// The SSRC of what we send.
    public let localSSRC: UInt32
    /// Takes each RTP packet that is received, decrypted, with its header and the time; it may send at once.
    public var onRTP: ((Span<UInt8>, RTPHeader, Duration) -> Void)?

    var ice: ICELiteAgent
    let dtls: DTLSConnection
    /// Nil if the offer has no data channel.
    public let channels: DataChannels?
    unowned let output: any PeerConnectionOutput

    var srtp: SRTPSession?
    var receivers: [RTPReceiver] = []
    var sender: RTPSender
    let cname: [UInt8]
    var schedule: RTCPSchedule
    var random = SystemRandomNumberGenerator()
    var events: [PeerEvent] = []
    var packet: [UInt8] = []
    let buffer: PacketBuffer
    var isFlushing = false

    /// Answers an offer.
    ///
    /// - Parameters:
    ///   - offer: A description that has been checked.
    ///   - settings: The surroundings.
    ///   - output: Where datagrams go; it outlives the peer.
    ///   - now: Since any fixed start.
    /// - Throws: ``SDP/NegotiationError`` if the offer cannot be answered, `DTLSError` if OpenSSL has no memory.
    public init(
        answering offer: SessionDescription,
        settings: PeerSettings,
        output: any PeerConnectionOutput,
        now: Duration
    ) throws {
        let credentials = ICE.ICECredentials(using: &random)
        localSSRC = UInt32.random(in: 1...UInt32.max, using: &random)
        let name = String(UInt64.random(in: 0...UInt64.max, using: &random), radix: 36)
        cname = Array(name.utf8)
        var local = LocalPeer(
            credentials: try Self.credentials(credentials),
            fingerprint: Fingerprint(
                hashFunction: settings.identity.fingerprint.algorithm.name,
                bytes: settings.identity.fingerprint.bytes
            ),
            candidates: Self.candidates(settings.addresses),
            sessionID: UInt64.random(in: 1...(1 << 62), using: &random),
            cname: name,
            audio: .audio(ssrc: localSSRC, streamID: "sdprelay", trackID: "audio")
        )
        local.isICELite = true
        let agreed = try SessionAnswer(to: offer, from: local)
        answer = agreed.bytes
        session = agreed.session
        localUfrag = credentials.ufrag
        var times = ICETimes()
        times.deadline = settings.setUpDeadline
        ice = ICELiteAgent(credentials: credentials, times: times, now: now)
        dtls = try DTLSConnection(
            identity: settings.identity,
            role: agreed.session.isDTLSClient ? .client : .server,
            fingerprints: agreed.session.remoteFingerprints.compactMap {
                CertificateFingerprint(hashFunction: $0.hashFunction, bytes: $0.bytes)
            },
            handshakeDeadline: settings.setUpDeadline
        )
        channels = agreed.session.dataChannel.map { Self.channels($0, agreed.session, settings) }
        sender = RTPSender(ssrc: localSSRC, clockRate: 48_000)
        schedule = RTCPSchedule(now: now, using: &random)
        buffer = PacketBuffer(capacity: Self.bufferSize)
        self.output = output
    }

    private static func credentials(_ ice: ICE.ICECredentials) throws -> SDP.ICECredentials {
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
        // RFC 8841 section 6.1: without a word of it, 64 KiB.
        if let size = section.remoteMaxMessageSize { configuration.maxOutgoingMessageSize = size }
        let association = SCTPAssociation(
            configuration: configuration,
            sign: settings.sign,
            random: { UInt32.random(in: 0...UInt32.max) }
        )
        return DataChannels(association: association, isDTLSClient: session.isDTLSClient)
    }

    // MARK: Events and time

    /// The next event; nil if there is none.
    public func nextEvent() -> PeerEvent? { events.isEmpty ? nil : events.removeFirst() }

    /// When ``handleTimeout(now:)`` is to be called; nil for never.
    public var nextTimeout: Duration? {
        guard state != .ended else { return nil }
        var next = ice.nextTimeout
        func consider(_ time: Duration?) {
            if let time { next = min(next ?? time, time) }
        }
        consider(dtls.nextTimeout)
        consider(channels?.association.nextTimeout)
        if state == .connected { consider(schedule.due) }
        return next
    }

    /// Does what is due; else nothing.
    public func handleTimeout(now: Duration) {
        guard state != .ended else { return }
        ice.handleTimeout(now: now)
        dtls.handleTimeout(now: now)
        channels?.association.handleTimeout(now: now)
        if state == .connected, schedule.isDue(now: now) { sendReport(now: now) }
        flush(now: now)
    }

    /// Ends the connection; the peer is told.
    public func close(now: Duration) {
        guard state != .ended else { return }
        channels?.association.abort(now: now)
        flush(now: now)
        end(.closed)
    }

    func end(_ reason: PeerEnd) {
        guard state != .ended else { return }
        dtls.close()
        sendDTLS()
        state = .ended
        srtp = nil
        events.append(.ended(reason))
    }
}
