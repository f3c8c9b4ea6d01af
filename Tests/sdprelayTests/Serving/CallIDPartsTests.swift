// SPDX-License-Identifier: MIT

import Providers
import Signaling
import Testing

@testable import sdprelay

@Suite("Parts of call ids")
struct CallIDPartsTests {
    private func handle(_ id: String) -> CallHandle {
        CallHandle(kind: .realtime, issuedAt: 0, provider: .none, key: .none, owner: .none, upstreamID: id)
    }

    @Test("a sealed text is opened with the same secret only, and is safe in a URL")
    func sealer() throws {
        let sealer = try #require(HandleSealer(secret: "one secret"))
        let twin = try #require(HandleSealer(secret: "one secret"))
        let other = try #require(HandleSealer(secret: "another secret"))
        let bytes = (0..<118).map { UInt8($0) }
        let text = try #require(sealer.seal(bytes, prefix: ""))
        #expect(text.utf8.count == 195)
        #expect(sealer.seal(bytes, prefix: "rtc_")?.hasPrefix("rtc_") == true)
        #expect(text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") })
        #expect(twin.open(text[...]) == bytes)
        #expect(other.open(text[...]) == nil)
        #expect(sealer.seal(bytes, prefix: "") != text)
    }

    @Test("every character of a sealed text counts")
    func tampering() throws {
        let sealer = try #require(HandleSealer(secret: "one secret"))
        let text = Array(try #require(sealer.seal([1, 2, 3], prefix: "")))
        for position in text.indices {
            var changed = text
            changed[position] = changed[position] == "A" ? "B" : "A"
            #expect(sealer.open(String(changed)[...]) == nil)
        }
        for count in 0..<text.count { #expect(sealer.open(String(text.prefix(count))[...]) == nil) }
        for strange in ["=", "A", " ", "é", "+", "/"] { #expect(sealer.open((String(text) + strange)[...]) == nil) }
    }

    @Test("calls are remembered up to a number, the oldest are forgotten")
    func table() {
        let table = RememberedCalls(capacity: 3)
        for number in 1...5 { table.remember(handle("\(number)"), as: "\(number)") }
        #expect((1...5).map { table.handle(of: "\($0)")?.upstreamID } == [nil, nil, "3", "4", "5"])
        // An id that comes again takes no second place.
        for _ in 0..<9 { table.remember(handle("new"), as: "5") }
        #expect((3...5).map { table.handle(of: "\($0)")?.upstreamID } == ["3", "4", "new"])
        #expect(RememberedCalls.capacity == 65_536)
    }
}
