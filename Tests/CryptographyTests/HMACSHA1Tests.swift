// SPDX-License-Identifier: MIT

import Testing

@testable import Cryptography

@Suite("HMAC-SHA-1 with a prepared key")
struct HMACSHA1Tests {
    /// RFC 2202 section 3, test cases 1 to 7.
    @Test("the examples of the RFC come out")
    func examples() {
        let cases: [(key: [UInt8], message: [UInt8])] = [
            (Array(repeating: 0x0B, count: 20), Array("Hi There".utf8)),
            (Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)),
            (Array(repeating: 0xAA, count: 20), Array(repeating: 0xDD, count: 50)),
            (Array(1...25), Array(repeating: 0xCD, count: 50)),
            (Array(repeating: 0x0C, count: 20), Array("Test With Truncation".utf8)),
            (
                Array(repeating: 0xAA, count: 80),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
            ),
            (
                Array(repeating: 0xAA, count: 80),
                Array("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data".utf8)
            ),
        ]
        let codes = [
            "b617318655057264e28bc0b6fb378c8ef146be00", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            "125d7342b9ac11cd91a39af48aa17b4f63f175d3", "4c9007f4026250c6bc8414f9bf50c86c2d7235da",
            "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04", "aa4ae5e15272d00e95705637ce8a3b55ed402112",
            "e8e99d0f45237d786d6bbaa7965c7808bbff1a91",
        ]
        for (item, expected) in zip(cases, codes) {
            let code = HMACSHA1(key: item.key).code(of: item.message.span, Span())
            #expect(code.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == expected)
        }
    }

    @Test("a message may be cut anywhere, and a key be of any length")
    func parts() {
        let message = (0..<150).map { UInt8($0) }
        for count in [0, 1, 63, 64, 65, 200] {
            let key = HMACSHA1(key: (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) })
            let whole = key.code(of: message.span, Span())
            #expect(whole.bytes == HMAC.sha1(message, key: (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }))
            for cut in 0...message.count {
                let first = Array(message[..<cut])
                let second = Array(message[cut...])
                #expect(key.code(of: first.span, second.span).isEqual(to: whole))
            }
        }
    }

    @Test("codes differ in every byte")
    func comparison() {
        let code = HMACSHA1Code(1, 2, 3)
        #expect(code.isEqual(to: HMACSHA1Code(1, 2, 3)))
        #expect(!code.isEqual(to: HMACSHA1Code(1 | 1 << 63, 2, 3)))
        #expect(!code.isEqual(to: HMACSHA1Code(1, 3, 3)))
        #expect(!code.isEqual(to: HMACSHA1Code(1, 2, 3 | 1 << 31)))
        #expect(code.bytes == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3])
    }
}
