// SPDX-License-Identifier: MIT

internal import Cryptography
internal import Signaling
internal import TextCoding

/// Seals ids of calls, or tokens, with AES-256-GCM, as URL-safe text.
///
/// Confined to one loop.
final class HandleSealer: CallSealer {
    /// What is sealed: each use of a secret has a key of its own, so that one is never taken for another.
    enum Purpose: String {
        case callIDs = "sdprelay call ids, version 1"
        case loopbackTokens = "sdprelay loopback tokens, version 1"
    }

    private let cipher: AuthenticatedCipher

    /// Derives the key from a secret of any length; nil without memory.
    init?(secret: String, for purpose: Purpose = .callIDs) {
        guard let key = HMAC.sha256(Array(purpose.rawValue.utf8), key: Array(secret.utf8)),
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
