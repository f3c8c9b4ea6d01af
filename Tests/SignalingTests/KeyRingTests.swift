// SPDX-License-Identifier: MIT

import Providers
import TestSupport
import Testing

@testable import Signaling

@Suite("Keys in turn")
struct KeyRingTests {
    private static func provider(_ keys: [ProviderKey]) -> ConfiguredProvider {
        Bench.provider("openai", OpenAIProvider(), keys: keys)
    }

    private let three = provider(["a", "b", "c"])

    private func ring(_ provider: ConfiguredProvider, keeping old: KeyRing? = nil) -> KeyRing {
        KeyRing([provider], keeping: old)
    }

    private func seconds(_ count: Int64) -> Duration { .seconds(count) }

    @Test("keys are taken in turn, and a single one always")
    func turns() {
        var ring = ring(three)
        #expect((0..<5).map { _ in ring.next(of: three, tried: 0, now: .zero) } == [0, 1, 2, 0, 1])
        let one = Self.provider(["a"])
        var single = self.ring(one)
        #expect((0..<3).map { _ in single.next(of: one, tried: 0, now: .zero) } == [0, 0, 0])
        #expect(single.next(of: one, tried: 1, now: .zero) == nil)
        let none = Self.provider([])
        var empty = self.ring(none)
        #expect(empty.next(of: none, tried: 0, now: .zero) == nil)
    }

    @Test("a key that was tried for a request is not tried again for it")
    func tried() {
        var ring = ring(three)
        #expect(ring.next(of: three, tried: 0b001, now: .zero) == 1)
        #expect(ring.next(of: three, tried: 0b110, now: .zero) == 0)
        #expect(ring.next(of: three, tried: 0b111, now: .zero) == nil)
    }

    @Test("at most eight keys are tried for a request")
    func attempts() {
        let many = Self.provider((0..<20).map { ProviderKey(name: "k\($0)", secret: "s\($0)") })
        var ring = ring(many)
        var tried: UInt64 = 0
        for _ in 0..<8 {
            guard let index = ring.next(of: many, tried: tried, now: .zero) else { break }
            tried |= 1 << UInt64(index)
        }
        #expect(tried.nonzeroBitCount == 8)
        #expect(ring.next(of: many, tried: tried, now: .zero) == nil)
    }

    @Test("a key that fails rests, each time twice as long, up to a limit")
    func pauses() {
        for (failure, pauses) in [
            (KeyRing.Failure.refused, [10, 20, 40, 80, 160, 320, 600, 600]), (.limited, [1, 2, 4, 8, 16, 32, 60, 60]),
            (.exhausted, [60, 120, 240, 480, 960, 1920, 3600, 3600]),
        ] {
            var ring = ring(three)
            var now = Duration.zero
            for pause in pauses {
                ring.failed(0, of: three, failure, now: now)
                // The others are tried out, so that only the first could be next.
                #expect(ring.next(of: three, tried: 0b110, now: now + seconds(Int64(pause)) - .nanoseconds(1)) == nil)
                #expect(ring.next(of: three, tried: 0b110, now: now + seconds(Int64(pause))) == 0)
                now += seconds(10_000)
            }
        }
    }

    @Test("a provider may ask for a longer pause, within the limit")
    func retryAfter() {
        for (wait, pause) in [(30, 30), (0, 1), (86_400, 60)] {
            var ring = ring(three)
            ring.failed(0, of: three, .limited, retryAfter: seconds(Int64(wait)), now: .zero)
            #expect(ring.next(of: three, tried: 0b110, now: seconds(Int64(pause)) - .nanoseconds(1)) == nil)
            #expect(ring.next(of: three, tried: 0b110, now: seconds(Int64(pause))) == 0)
        }
    }

    @Test("a key that rests is passed over, and taken all the same if all of them rest")
    func resting() {
        var ring = ring(three)
        ring.failed(1, of: three, .limited, now: .zero)
        #expect((0..<4).map { _ in ring.next(of: three, tried: 0, now: .zero) } == [0, 2, 0, 2])
        ring.failed(0, of: three, .refused, now: .zero)
        ring.failed(2, of: three, .refused, now: .zero)
        #expect(ring.next(of: three, tried: 0, now: .zero) == 1)
        #expect(ring.next(of: three, tried: 0b010, now: .zero) == nil)
    }

    @Test("a key that works again has failed never")
    func recovery() {
        var ring = ring(three)
        for _ in 0..<5 { ring.failed(0, of: three, .refused, now: .zero) }
        ring.worked(0, of: three)
        #expect(ring.next(of: three, tried: 0b110, now: .zero) == 0)
        ring.failed(0, of: three, .refused, now: .zero)
        #expect(ring.next(of: three, tried: 0b110, now: seconds(10)) == 0)
    }

    @Test("what is known of a key outlives a reload, unless the key is another")
    func reload() {
        var old = ring(three)
        old.failed(0, of: three, .refused, now: .zero)
        old.failed(1, of: three, .refused, now: .zero)
        let next = Self.provider(["b", ProviderKey(name: "a", secret: "new"), "c"])
        var new = ring(next, keeping: old)
        #expect((0..<3).map { _ in new.next(of: next, tried: 0, now: .zero) } == [1, 2, 1])
    }
}
