// SPDX-License-Identifier: MIT

internal import CDTLS

/// A P-256 key, its self-signed certificate, and OpenSSL's context for connections that show it.
///
/// An owner makes one for the process, at 0.3 ms, and another one when it wants to: new connections take the new one, those
/// that live keep theirs alive. The key is OpenSSL's own and cannot be read back. The system's clock says from when to
/// when the certificate is valid; peers compare its fingerprint and look at nothing else.
///
/// It may be used from any thread: nothing changes after `init`, and `SSL_new`, all that is called later, counts its
/// references to the context atomically. That is why `Sendable` is unchecked.
@safe
public final class DTLSIdentity: @unchecked Sendable {
    /// For how long a certificate is valid after it was made; an owner takes a new identity before.
    public static let validity = Duration.seconds(30 * 86_400)

    /// The certificate's SHA-256 fingerprint, which belongs in the SDP.
    public let fingerprint: CertificateFingerprint

    /// `SSL_CTX` and `BIO_METHOD`.
    let context: OpaquePointer
    let datagramMethod: OpaquePointer

    /// Makes a new key and its certificate.
    ///
    /// - Throws: ``DTLSError/noIdentity`` when OpenSSL cannot: no memory, no randomness, or a system policy against P-256,
    ///   X25519, or AES-GCM.
    public init() throws(DTLSError) {
        ERR_clear_error()
        guard let certificate = SelfSignedCertificate(), let fingerprint = certificate.fingerprint(.sha256) else {
            throw .noIdentity
        }
        guard let context = unsafe SSL_CTX_new(DTLS_method()) else { throw .noIdentity }
        guard unsafe Self.configure(context, certificate), let method = unsafe DatagramBIO.makeMethod() else {
            unsafe SSL_CTX_free(context)
            throw .noIdentity
        }
        self.fingerprint = fingerprint
        unsafe self.context = context
        unsafe datagramMethod = method
    }

    deinit {
        unsafe SSL_CTX_free(context)
        unsafe BIO_meth_free(datagramMethod)
    }

    /// The certificate's fingerprint by any hash function; nil without memory.
    func fingerprint(_ algorithm: CertificateFingerprint.Algorithm) -> CertificateFingerprint? {
        guard let certificate = unsafe SSL_CTX_get0_certificate(context) else { return nil }
        return unsafe CertificateFingerprint(certificate, algorithm)
    }

    /// X25519 first: a handshake takes a fifth less than with P-256.
    private static let groups = "X25519:P-256"

    /// The first is what RFC 8827, section 6.5 asks for.
    ///
    /// Those with RSA are for servers that have such a certificate, as GStreamer makes; ours is never one.
    ///
    /// ``RecordSequence`` counts on AES-GCM.
    private static let ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"
        + ":ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384"

    /// No peer's certificates are longer; OpenSSL's own limit is six times that.
    private static let maximumCertificateListSize = 16_384

    private static func configure(_ context: OpaquePointer, _ certificate: borrowing SelfSignedCertificate) -> Bool {
        guard unsafe relay_ssl_ctx_set_dtls_1_2_only(context) == 1,
            unsafe relay_ssl_ctx_set_groups(context, groups) == 1,
            unsafe SSL_CTX_set_cipher_list(context, ciphers) == 1,
            // OpenSSL writes no record that is longer, and keeps a buffer of that size instead of 16 KB.
            unsafe relay_ssl_ctx_set_max_send_fragment(context, DTLSConnection.mtu) == 1,
            unsafe certificate.use(in: context)
        else { return false }
        // Debian's own default, here whatever the system's configuration says.
        unsafe SSL_CTX_set_security_level(context, 2)
        unsafe relay_ssl_ctx_set_options(context)
        unsafe relay_ssl_ctx_set_max_cert_list(context, maximumCertificateListSize)
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        // In the place of building a chain: the fingerprint is all that names the peer.
        unsafe SSL_CTX_set_cert_verify_callback(context, HandshakeCallbacks.verify, nil)
        unsafe SSL_CTX_set_info_callback(context, HandshakeCallbacks.note)
        return true
    }
}
