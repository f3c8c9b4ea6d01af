// SPDX-License-Identifier: MIT

/// What OpenSSL's callbacks of one connection read and write.
///
/// The connection owns it, and frees OpenSSL's objects first.
@safe
final class HandshakeState {
    /// The datagram being received; taken by the one read that sees it.
    var incoming: UnsafeRawBufferPointer?

    /// Datagrams to be sent.
    var outgoing = FIFO<[UInt8]>()

    /// What the peer's certificate is compared with.
    let fingerprints: [CertificateFingerprint]

    /// Whether the peer's certificate has been compared, and with which result.
    var isPeerVerified: Bool?

    /// The numbers of fatal alerts.
    var alertReceived: UInt8?
    var alertSent: UInt8?

    /// How long the first retransmission timer of a flight runs.
    let firstRetransmission: Duration

    init(fingerprints: [CertificateFingerprint], firstRetransmission: Duration) {
        self.fingerprints = FingerprintChoice.preferred(of: fingerprints)
        self.firstRetransmission = firstRetransmission
    }
}

/// Which of several fingerprints count: those of the most preferred hash function, one of which must fit
/// ([RFC 8122, section 5](https://www.rfc-editor.org/rfc/rfc8122.html#section-5)).
enum FingerprintChoice {
    static func preferred(of fingerprints: [CertificateFingerprint]) -> [CertificateFingerprint] {
        guard let best = fingerprints.map(\.algorithm).max() else { return [] }
        return fingerprints.filter { $0.algorithm == best }
    }
}
