// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

@Suite("Places for bridged calls")
struct BridgedCallTableTests {
    private static func settings(calls: Int = 10, rate: Int = 1000) -> BridgeSettings {
        var settings = BridgeSettings()
        settings.maxCallsPerLoop = calls
        settings.setUpsPerSecond = rate
        return settings
    }

    @Test("a call goes to the loop with the fewest, to the own one among equals")
    func fewest() throws {
        let table = BridgedCallTable(loops: 3)
        let settings = Self.settings()
        var loops: [Int] = []
        for _ in 0..<6 {
            loops.append(try table.enter("p", maximum: nil, settings, preferred: 1, now: .zero).loop)
        }
        #expect(loops == [1, 0, 2, 1, 0, 2])
        table.leave(BridgedCallTable.Place(loop: 2, provider: "p"))
        #expect(try table.enter("p", maximum: nil, settings, preferred: 1, now: .zero).loop == 2)
    }

    @Test("loops and providers have as many as they may, and places come back")
    func limits() throws {
        let table = BridgedCallTable(loops: 2)
        let settings = Self.settings(calls: 1)
        let first = try table.enter("p", maximum: 1, settings, preferred: 0, now: .zero)
        #expect(throws: BridgedCallTable.Full.provider) {
            try table.enter("p", maximum: 1, settings, preferred: 0, now: .zero)
        }
        _ = try table.enter("q", maximum: nil, settings, preferred: 0, now: .zero)
        #expect(throws: BridgedCallTable.Full.loops) {
            try table.enter("q", maximum: nil, settings, preferred: 0, now: .zero)
        }
        table.leave(first)
        _ = try table.enter("p", maximum: 1, settings, preferred: 0, now: .zero)
    }

    @Test("set-ups of a second are counted, and come back with time")
    func rate() {
        var rate = SetUpRate()
        let taken = (0..<5).map { _ in rate.take(perSecond: 3, now: .seconds(1)) }
        #expect(taken == [true, true, true, false, false])
        let early = rate.take(perSecond: 3, now: .milliseconds(1300))
        #expect(!early)
        let later = rate.take(perSecond: 3, now: .milliseconds(1400))
        #expect(later)
        let more = (0..<4).map { _ in rate.take(perSecond: 3, now: .seconds(60)) }
        #expect(more == [true, true, true, false])
    }
}
