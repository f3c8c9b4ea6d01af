// SPDX-License-Identifier: MIT

internal import CDTLS

extension CertificateFingerprint {
    /// The digest of an `X509` in its DER form; nil without memory.
    init?(_ certificate: OpaquePointer, _ algorithm: Algorithm) {
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
        guard isDone, Int(count) == algorithm.size else { return nil }
        self.init(algorithm: algorithm, bytes: bytes)
    }
}
