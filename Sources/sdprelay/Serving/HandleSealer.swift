// SPDX-License-Identifier: MIT

internal import Cryptography
internal import Signaling
internal import TextCoding

/// Seals the ids of calls with AES-256-GCM, as URL-safe text.
///
/// Confined to one loop.
final class HandleSealer: CallSealer {
    private let cipher: AuthenticatedCipher

    /// Derives the key from a secret of any length; nil without memory.
    init?(secret: String) {
        // Other uses of the same secret get other keys by other messages.
        guard let key = HMAC.sha256(Array("sdprelay call ids, version 1".utf8), key: Array(secret.utf8)),
            let cipher = AuthenticatedCipher(key: key)
        else { return nil }
        self.cipher = cipher
    }

    func seal(_ bytes: [UInt8], prefix: String) -> String? {
        cipher.seal(bytes).map { Base64.encodeURLSafe($0, after: prefix) }
    }

    func open(_ text: Substring) -> [UInt8]? {
        Base64.decodeURLSafe(text.utf8).flatMap(cipher.open)
    }
}
