// SPDX-License-Identifier: MIT

internal import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) with one key, for short texts.
///
/// A sealed text is a random nonce of 12 bytes, the ciphertext, and a tag of 16 bytes. With random nonces a key is good
/// for 2³² texts (SP 800-38D section 8.3). It is confined to whoever made it.
@safe
public final class AuthenticatedCipher {
    /// The length of a key, in bytes.
    public static let keySize = 32
    /// How much longer a sealed text is than what is in it, in bytes.
    public static let overhead = nonceSize + tagSize
    private static let nonceSize = 12
    private static let tagSize = 16

    private let sealing: OpaquePointer
    private let opening: OpaquePointer
    private var random = RandomBytes()

    /// Takes a key of ``keySize`` bytes; nil without memory.
    public init?(key: [UInt8]) {
        precondition(key.count == Self.keySize, "a key of another length")
        guard let sealing = unsafe Self.context(key, isSealing: true) else { return nil }
        guard let opening = unsafe Self.context(key, isSealing: false) else {
            unsafe EVP_CIPHER_CTX_free(sealing)
            return nil
        }
        unsafe self.sealing = sealing
        unsafe self.opening = opening
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(sealing)
        unsafe EVP_CIPHER_CTX_free(opening)
    }

    /// Seals a text; nil if the system has no random bytes.
    public func seal(_ plaintext: [UInt8]) -> [UInt8]? {
        var sealed: [UInt8] = []
        sealed.reserveCapacity(plaintext.count + Self.overhead)
        guard random.append(Self.nonceSize, to: &sealed) else { return nil }
        sealed.append(contentsOf: plaintext)
        sealed.append(contentsOf: repeatElement(0, count: Self.tagSize))
        let count = plaintext.count
        let isDone = unsafe sealed.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            let body = unsafe start + Self.nonceSize
            var written: Int32 = 0
            return unsafe EVP_EncryptInit_ex2(sealing, nil, nil, start, nil) == 1
                && EVP_EncryptUpdate(sealing, body, &written, body, Int32(count)) == 1
                && EVP_EncryptFinal_ex(sealing, body + count, &written) == 1
                && relay_gcm_get_tag(sealing, Int32(Self.tagSize), body + count) == 1
        }
        return isDone ? sealed : nil
    }

    /// Opens a sealed text; nil if it was not sealed with this key, or was changed since.
    ///
    /// The tag is compared in constant time.
    public func open(_ sealed: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.overhead else { return nil }
        let count = sealed.count - Self.overhead
        var plaintext = [UInt8](repeating: 0, count: count + 1)
        let isDone = unsafe sealed.withUnsafeBufferPointer { sealed in
            unsafe plaintext.withUnsafeMutableBufferPointer { plaintext in
                guard let start = sealed.baseAddress, let output = plaintext.baseAddress else { return false }
                let body = unsafe start + Self.nonceSize
                var written: Int32 = 0
                return unsafe EVP_DecryptInit_ex2(opening, nil, nil, start, nil) == 1
                    && relay_gcm_set_tag(opening, Int32(Self.tagSize), body + count) == 1
                    && EVP_DecryptUpdate(opening, output, &written, body, Int32(count)) == 1
                    && EVP_DecryptFinal_ex(opening, output + count, &written) == 1
            }
        }
        // What a forgery leaves there must not be the next caller's.
        ERR_clear_error()
        guard isDone else { return nil }
        plaintext.removeLast()
        return plaintext
    }

    private static func context(_ key: [UInt8], isSealing: Bool) -> OpaquePointer? {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        let isDone = unsafe key.withUnsafeBufferPointer { key in
            unsafe EVP_CipherInit_ex2(context, EVP_aes_256_gcm(), key.baseAddress, nil, isSealing ? 1 : 0, nil) == 1
        }
        if isDone { return unsafe context }
        unsafe EVP_CIPHER_CTX_free(context)
        return nil
    }
}
