// SPDX-License-Identifier: MIT

internal import CDTLS

/// Digests of certificates in their DER form.
enum CertificateDigest {
    /// The digest of an `X509`; nil without memory.
    static func make(_ certificate: OpaquePointer, _ algorithm: CertificateFingerprint.Algorithm) -> [UInt8]? {
        let function =
            switch algorithm {
            case .sha256: unsafe EVP_sha256()
            case .sha384: unsafe EVP_sha384()
            case .sha512: unsafe EVP_sha512()
            }
        var bytes = [UInt8](repeating: 0, count: algorithm.size)
        var count: UInt32 = 0
        let isDone = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe X509_digest(certificate, function, bytes.baseAddress, &count) == 1
        }
        return isDone && Int(count) == algorithm.size ? bytes : nil
    }
}
