// SPDX-License-Identifier: MIT

import Cryptography
import Testing

@testable import ICE

/// The test vectors of RFC 5769 for short-term credentials.
@Suite("STUN vectors of RFC 5769")
struct STUNVectorTests {
    static let key = HMACSHA1(key: Array("VOkJxbRl1RmTxUk/WvJxBt".utf8))
    static let transactionID = STUNTransactionID(high: 0xB7E7_A701, low: 0xBC34_D686_FA87_DFAE)

    /// Section 2.1.
    static let request = bytes(
        hexadecimal: """
            00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
            00 24 00 04 6e 00 01 ff 80 29 00 08 93 2f f9 b1 51 26 3b 36
            00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20
            00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
            80 28 00 04 e5 7a 3b cf
            """
    )
    /// Section 2.2.
    static let ipv4Response = bytes(
        hexadecimal: """
            01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 08 00 01 a1 47 e1 12 a6 43
            00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
            80 28 00 04 c0 7d 4c 96
            """
    )
    /// Section 2.3.
    static let ipv6Response = bytes(
        hexadecimal: """
            01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
            00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
            80 28 00 04 c8 fb 0b 4c
            """
    )

    @Test("the sample request is read and verified")
    func sampleRequest() throws {
        let message = try Self.request.parsed()
        #expect(message.type == .bindingRequest)
        #expect(message.transactionID == Self.transactionID)
        #expect(message.priority == 0x6E00_01FF)
        #expect(message.controlled == 0x932F_F9B1_5126_3B36)
        #expect(message.controlling == nil)
        #expect(!message.usesCandidate)
        #expect(message.username.map { Array(Self.request[$0]) } == Array("evtj:h6vY".utf8))
        #expect(message.unknownAttributes.count == 0)
        #expect(Self.request.isProtected(by: Self.key))
        #expect(!Self.request.isProtected(by: HMACSHA1(key: [1])))
    }

    @Test(
        "the sample responses are read and verified",
        arguments: [
            (ipv4Response, address("192.0.2.1:32853")),
            (ipv6Response, address("[2001:db8:1234:5678:11:2233:4455:6677]:32853")),
        ]
    )
    func sampleResponses(response: [UInt8], address: TransportAddress) throws {
        let message = try response.parsed()
        #expect(message.type == .bindingSuccess)
        #expect(message.mappedAddress == address)
        #expect(response.isProtected(by: Self.key))
        // What we write differs in the missing SOFTWARE only.
        let written = makeMessage { buffer in
            var writer = STUNWriter(.bindingSuccess, Self.transactionID, in: &buffer)
            writer.appendMappedAddress(address, in: &buffer)
            return writer.finish(with: Self.key, in: &buffer)
        }
        #expect(Array(written[20..<written.count - 32]) == Array(response[36..<response.count - 32]))
        #expect(try written.parsed().mappedAddress == address)
        #expect(written.isProtected(by: Self.key))
    }

    @Test("no bit of the sample request may change", arguments: 0..<request.count)
    func everyBitCounts(index: Int) {
        for bit in 0..<8 {
            var changed = Self.request
            changed[index] ^= 1 << bit
            #expect(!changed.isProtected(by: Self.key), "bit \(bit) of byte \(index)")
        }
    }
}
