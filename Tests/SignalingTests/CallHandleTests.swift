// SPDX-License-Identifier: MIT

import Providers
import Testing

@testable import Signaling

@Suite("Handles of calls")
struct CallHandleTests {
    private static let handle = CallHandle(
        kind: .live,
        issuedAt: 0x0102_0304,
        provider: NameFingerprint(value: 0x1112_1314_1516_1718),
        key: NameFingerprint(value: 0x2122_2324_2526_2728),
        owner: OwnerDigest(high: 0x3132_3334_3536_3738, low: 0x4142_4344_4546_4748),
        upstreamID: "live_é"
    )

    @Test("a handle is these bytes")
    func bytes() {
        let head: [UInt8] = [0x11, 1, 2, 3, 4] + (0x11...0x18) + (0x21...0x28) + (0x31...0x38) + (0x41...0x48)
        #expect(Self.handle.encoded() == head + Array("live_é".utf8))
        #expect(CallHandle(decoding: Self.handle.encoded()) == Self.handle)
    }

    @Test("the longest id fits into a handle of 200 characters")
    func size() {
        let id = String(repeating: "x", count: CallHandle.maximumUpstreamIDBytes)
        let handle = CallHandle(
            kind: .live,
            issuedAt: 0,
            provider: .none,
            key: .none,
            owner: .none,
            upstreamID: id
        )
        // 28 bytes of nonce and tag; base 64 without padding.
        let sealed = (handle.encoded().count + 28) * 8
        #expect(CallKind.live.prefix.count + (sealed + 5) / 6 == CallIDs.maximumLength)
    }

    @Test("what is no handle is none")
    func broken() {
        let bytes = Self.handle.encoded()
        for count in 0..<37 { #expect(CallHandle(decoding: Array(bytes.prefix(count))) == nil) }
        for first: UInt8 in [0x00, 0x01, 0x12, 0x1f, 0x21] {
            #expect(CallHandle(decoding: [first] + bytes.dropFirst()) == nil)
        }
        #expect(CallHandle(decoding: bytes + [0xff]) == nil)
        #expect(CallHandle(decoding: Array(bytes.prefix(37)))?.upstreamID == "")
    }
}
