// SPDX-License-Identifier: MIT

import Testing

@testable import Cryptography

@Suite("HMAC")
struct HMACTests {
    private func hexadecimal(_ bytes: [UInt8]?) -> String {
        (bytes ?? []).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// RFC 4231 section 4.3, and RFC 2202 section 3, test case 2.
    @Test("the examples of the RFCs come out")
    func examples() {
        let message = Array("what do ya want for nothing?".utf8)
        #expect(
            hexadecimal(HMAC.sha256(message, key: Array("Jefe".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
        #expect(
            hexadecimal(HMAC.sha1(message, key: Array("Jefe".utf8))) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        )
    }

    /// The examples are those of https://en.wikipedia.org/wiki/HMAC#Examples.
    @Test("an empty key and an empty message are a key and a message")
    func empty() {
        #expect(
            hexadecimal(HMAC.sha256([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        )
        #expect(hexadecimal(HMAC.sha1([], key: [])) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
    }

    @Test("a key longer than a block is hashed first")
    func longKey() {
        // RFC 4231 section 4.7.
        let message = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
        #expect(
            hexadecimal(HMAC.sha256(message, key: [UInt8](repeating: 0xaa, count: 131)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        )
    }
}
