// SPDX-License-Identifier: MIT

internal import CDTLS

/// A fresh P-256 key and a certificate for it that it has signed itself.
@safe
struct SelfSignedCertificate: ~Copyable {
    private let certificate: OpaquePointer
    private let key: OpaquePointer

    /// Nil when OpenSSL cannot make one.
    init?() {
        guard let key = unsafe relay_generate_p256() else { return nil }
        guard let certificate = unsafe X509_new() else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        guard unsafe Self.fill(certificate, key) else {
            unsafe X509_free(certificate)
            unsafe EVP_PKEY_free(key)
            return nil
        }
        unsafe self.key = key
        unsafe self.certificate = certificate
    }

    deinit {
        unsafe X509_free(certificate)
        unsafe EVP_PKEY_free(key)
    }

    func fingerprint(_ algorithm: CertificateFingerprint.Algorithm) -> CertificateFingerprint? {
        unsafe CertificateFingerprint(certificate, algorithm)
    }

    /// Makes a context's connections show it.
    func use(in context: OpaquePointer) -> Bool {
        unsafe SSL_CTX_use_certificate(context, certificate) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1
            && SSL_CTX_check_private_key(context) == 1
    }

    /// Clocks of peers may be behind by a day.
    private static let backdating = -86_400
    /// 2 is the third version (RFC 5280, section 4.1.2.1).
    private static let version = 2

    private static func fill(_ certificate: OpaquePointer, _ key: OpaquePointer) -> Bool {
        var serial: UInt64 = 0
        let hasSerial = unsafe withUnsafeMutableBytes(of: &serial) { bytes in
            unsafe RAND_bytes(bytes.assumingMemoryBound(to: UInt8.self).baseAddress, Int32(bytes.count)) == 1
        }
        // Names and numbers are the same for everyone: a certificate tells a peer nothing about its owner.
        guard hasSerial, unsafe X509_set_version(certificate, version) == 1,
            unsafe ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1 | 1) == 1,
            unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), backdating) != nil,
            unsafe X509_gmtime_adj(
                X509_getm_notAfter(certificate),
                Int(DTLSIdentity.validity.components.seconds)
            ) != nil,
            unsafe X509_set_pubkey(certificate, key) == 1, let name = unsafe X509_get_subject_name(certificate),
            unsafe X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, "WebRTC", -1, -1, 0) == 1,
            unsafe X509_set_issuer_name(certificate, name) == 1
        else { return false }
        return unsafe X509_sign(certificate, key, EVP_sha256()) > 0
    }
}
