// SPDX-License-Identifier: MIT

internal import COpenSSL

/// Keyed hashes (RFC 2104).
public enum HMAC {
    /// HMAC-SHA-256: 32 bytes; nil without memory.
    public static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8]? {
        unsafe code(EVP_sha256(), message, key)
    }

    /// HMAC-SHA-1: 20 bytes; nil without memory, or where a policy forbids SHA-1.
    public static func sha1(_ message: [UInt8], key: [UInt8]) -> [UInt8]? {
        unsafe code(EVP_sha1(), message, key)
    }

    private static func code(_ algorithm: OpaquePointer?, _ message: [UInt8], _ key: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        let result = unsafe key.withUnsafeBufferPointer { key in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe output.withUnsafeMutableBufferPointer { output in
                    unsafe OpenSSL.HMAC(algorithm, key, message, output, &count)
                }
            }
        }
        guard result else { return nil }
        return Array(output.prefix(Int(count)))
    }
}

/// Names of libcrypto's that this module has as well.
private enum OpenSSL {
    static func HMAC(
        _ algorithm: OpaquePointer?,
        _ key: UnsafeBufferPointer<UInt8>,
        _ message: UnsafeBufferPointer<UInt8>,
        _ output: UnsafeMutableBufferPointer<UInt8>,
        _ count: inout UInt32
    ) -> Bool {
        // An empty key has no address, but OpenSSL takes that for "the key of before".
        var empty: UInt8 = 0
        return unsafe withUnsafePointer(to: &empty) { empty in
            unsafe COpenSSL.HMAC(
                algorithm,
                key.baseAddress ?? empty,
                Int32(key.count),
                message.baseAddress,
                message.count,
                output.baseAddress,
                &count
            ) != nil
        }
    }
}
