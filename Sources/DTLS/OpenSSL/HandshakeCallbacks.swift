// SPDX-License-Identifier: MIT

internal import CDTLS

/// What OpenSSL calls during a handshake.
enum HandshakeCallbacks {
    /// The strength that a peer's key must have, in bits: that of RSA with 2048 bits; P-256 has 128.
    ///
    /// OpenSSL's own check belongs to the building of a chain, which does not happen here.
    private static let minimumSecurityBits: Int32 = 112

    /// Compares the peer's certificate with the fingerprints told, in the middle of the handshake: a peer that is another
    /// one, or has a weak key, gets the alert bad_certificate, and neither side comes to have keys.
    static let verify: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { store, _ in
        let index = SSL_get_ex_data_X509_STORE_CTX_idx()
        guard let ssl = unsafe X509_STORE_CTX_get_ex_data(store, index),
            let state = unsafe state(of: OpaquePointer(ssl)),
            let certificate = unsafe X509_STORE_CTX_get0_cert(store)
        else { return 0 }
        guard let key = unsafe X509_get0_pubkey(certificate),
            unsafe EVP_PKEY_get_security_bits(key) >= minimumSecurityBits
        else {
            unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_EE_KEY_TOO_SMALL)
            return 0
        }
        let isExpected = state.fingerprints.contains { expected in
            unsafe CertificateFingerprint(certificate, expected.algorithm) == expected
        }
        state.isPeerVerified = isExpected && state.isPeerVerified != false
        unsafe X509_STORE_CTX_set_error(store, isExpected ? X509_V_OK : X509_V_ERR_CERT_REJECTED)
        return isExpected ? 1 : 0
    }

    /// Notes fatal alerts, which OpenSSL tells of only as text in its error queue.
    static let note: @convention(c) (OpaquePointer?, Int32, Int32) -> Void = { ssl, place, value in
        guard place & SSL_CB_ALERT != 0, value >> 8 == SSL3_AL_FATAL, let state = unsafe state(of: ssl) else { return }
        let number = UInt8(truncatingIfNeeded: value)
        if place & SSL_CB_READ != 0 { state.alertReceived = number } else { state.alertSent = number }
    }

    /// How long the timer of a flight runs, in microseconds, after it has run for `last`; 0 for the first time.
    static let nextTimer: @convention(c) (OpaquePointer?, UInt32) -> UInt32 = { ssl, last in
        let first = unsafe state(of: ssl)?.firstRetransmission ?? DTLSConnection.firstRetransmission
        let longest = UInt32(DTLSConnection.longestRetransmission.wholeMicroseconds)
        guard last > 0 else { return UInt32(min(first.wholeMicroseconds, UInt64(longest))) }
        return min(longest, last.multipliedReportingOverflow(by: 2).overflow ? longest : last * 2)
    }

    private static func state(of ssl: OpaquePointer?) -> HandshakeState? {
        guard let data = unsafe relay_ssl_get_app_data(ssl) else { return nil }
        return unsafe Unmanaged<HandshakeState>.fromOpaque(data).takeUnretainedValue()
    }
}

extension Duration {
    /// Whole microseconds, between 0 and `UInt64.max`.
    var wholeMicroseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : product &+ UInt64(attoseconds / 1_000_000_000_000)
    }
}
