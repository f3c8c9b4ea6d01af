// SPDX-License-Identifier: MIT

internal import CDTLS
public import SRTP

/// A DTLS 1.2 connection ([RFC 6347](https://www.rfc-editor.org/rfc/rfc6347.html)) that agrees on keys for SRTP ([RFC
/// 5764](https://www.rfc-editor.org/rfc/rfc5764.html)) and then carries records.
///
/// It does no I/O.
///
/// After each call the owner takes what ``nextDatagram()`` and ``nextEvent()`` have, until both are nil, and calls
/// ``handleTimeout(now:)`` at ``nextTimeout``. `now` is the time since any start that stays the same, and never goes back.
/// A connection is confined to one loop.
///
/// Two clocks are at work. The handshake's deadline is kept by `now`. Retransmission timers are OpenSSL's, which looks at
/// the system's clock by itself and cannot be told the time: ``nextTimeout`` is what OpenSSL says is left, from `now`, and
/// when it says at that time that more is left, ``nextTimeout`` moves on. A system clock that is set back during a
/// handshake thus delays retransmission, at most until the deadline.
@safe
public final class DTLSConnection {
    /// The most bytes of a datagram of the handshake.
    public static let mtu = 1200

    /// The most bytes of a record's content: with headers, nonce and tag it is a datagram of ``mtu`` bytes.
    public static let maximumRecordSize = mtu - 37

    /// The most bytes of a datagram that is received; a longer one is dropped.
    ///
    /// It is OpenSSL's longest record.
    public static let maximumDatagramSize = 16_384

    /// How many datagrams wait for ``nextDatagram()`` at most.
    ///
    /// A flight has six.
    public static let maximumQueuedDatagrams = 64

    /// How many records wait for ``nextEvent()`` at most; more are dropped, as a network drops them.
    public static let maximumQueuedRecords = 1024

    /// The deadline for the handshake unless told otherwise.
    public static let handshakeDeadline = Duration.seconds(30)

    /// When a flight is sent again first, unless told otherwise; each time it takes twice as long.
    public static let firstRetransmission = Duration.milliseconds(200)

    /// No retransmission timer runs longer.
    public static let longestRetransmission = Duration.milliseconds(3200)

    enum State {
        case idle, handshaking, connected, ended
    }

    let role: DTLSRole
    let ssl: OpaquePointer
    let handshake: HandshakeState
    private let identity: DTLSIdentity
    private let handshakeDeadline: Duration

    var state = State.idle
    var deadline: Duration?
    var retransmission: Duration?
    var events = FIFO<DTLSEvent>()
    var hasReleasedBuffers = false

    /// Makes a connection.
    ///
    /// - Parameters:
    ///   - identity: What is shown to the peer; kept alive.
    ///   - role: Client or server.
    ///   - fingerprints: What the peer's description has. Of several, those with the most preferred hash function count, and
    ///     one of them must fit; with none, no peer is taken.
    ///   - profiles: The profiles for SRTP, the preferred first; not empty. A server's preference decides.
    ///   - handshakeDeadline: How long the handshake may take from ``start(now:)`` on.
    ///   - firstRetransmission: When a flight is sent again first. OpenSSL takes the last 15 ms of it as past already.
    /// - Throws: ``DTLSError/noConnection`` when OpenSSL has no memory.
    public init(
        identity: DTLSIdentity,
        role: DTLSRole,
        fingerprints: [CertificateFingerprint],
        profiles: [SRTPProfile] = [.aeadAES128GCM, .aeadAES256GCM, .aes128CounterModeHMACSHA1With80BitTag],
        handshakeDeadline: Duration = DTLSConnection.handshakeDeadline,
        firstRetransmission: Duration = DTLSConnection.firstRetransmission
    ) throws(DTLSError) {
        let handshake = HandshakeState(fingerprints: fingerprints, firstRetransmission: firstRetransmission)
        ERR_clear_error()
        guard let ssl = unsafe SSL_new(identity.context) else { throw .noConnection }
        let names = profiles.map(\.openSSLName).joined(separator: ":")
        // 0 is success here.
        guard unsafe SSL_set_tlsext_use_srtp(ssl, names) == 0,
            let bio = unsafe DatagramBIO.make(identity.datagramMethod, handshake)
        else {
            unsafe SSL_free(ssl)
            throw .noConnection
        }
        // One BIO for both directions, which `ssl` owns from here on.
        unsafe SSL_set_bio(ssl, bio, bio)
        unsafe relay_ssl_set_app_data(ssl, Unmanaged.passUnretained(handshake).toOpaque())
        unsafe relay_ssl_set_mtu(ssl, Self.mtu)
        unsafe DTLS_set_timer_cb(ssl, HandshakeCallbacks.nextTimer)
        switch role {
        case .client: unsafe SSL_set_connect_state(ssl)
        case .server: unsafe SSL_set_accept_state(ssl)
        }
        self.role = role
        unsafe self.ssl = ssl
        self.handshake = handshake
        self.identity = identity
        self.handshakeDeadline = handshakeDeadline
    }

    deinit {
        unsafe SSL_free(ssl)
    }

    /// Starts the handshake and its deadline; a client's first flight is queued.
    ///
    /// Later calls do nothing.
    public func start(now: Duration) {
        guard state == .idle else { return }
        state = .handshaking
        deadline = now + handshakeDeadline
        guard role == .client else { return }
        advance()
        updateTimer(now)
    }

    /// The next datagram to send to the peer.
    public func nextDatagram() -> [UInt8]? { handshake.outgoing.popFirst() }

    /// The next event; after ``DTLSEvent/closed`` and ``DTLSEvent/failed(_:)`` there is none.
    public func nextEvent() -> DTLSEvent? { events.popFirst() }

    /// When ``handleTimeout(now:)`` is to be called; nil when nothing waits for time.
    public var nextTimeout: Duration? {
        guard let retransmission else { return deadline }
        return min(deadline ?? retransmission, retransmission)
    }
}

extension SRTPProfile {
    fileprivate var openSSLName: String {
        switch self {
        case .aes128CounterModeHMACSHA1With80BitTag: "SRTP_AES128_CM_SHA1_80"
        case .aeadAES128GCM: "SRTP_AEAD_AES_128_GCM"
        case .aeadAES256GCM: "SRTP_AEAD_AES_256_GCM"
        }
    }
}
