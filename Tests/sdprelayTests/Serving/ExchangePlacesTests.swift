// SPDX-License-Identifier: MIT

import Signaling
import Testing

@testable import sdprelay

@Suite("Places for exchanges")
struct ExchangePlacesTests {
    private func places(_ maximum: Int, _ providers: (String, Int?)..., following old: ExchangePlaces? = nil)
        -> ExchangePlaces
    {
        ExchangePlaces(
            maximum: maximum,
            providers: providers.map { ExchangePlaces.Provider(name: $0.0, maximum: $0.1) },
            following: old
        )
    }

    @Test("A provider that does not wait takes no place of those that do, and finds one when they have all")
    func doesNotWait() {
        let places = ExchangePlaces(
            maximum: 4,
            providers: [.init(name: "a"), .init(name: "inside", maximum: 2, waits: false)]
        )
        #expect(take(5, "a", places).count == 4)
        #expect(take(3, "inside", places).count == 2)
        #expect(places.current == 6)
    }

    private func take(_ count: Int, _ provider: String, _ places: ExchangePlaces) -> [ExchangePlace] {
        (0..<count).compactMap { _ in places.enter(provider) }
    }

    @Test("one provider may have all places, and not one more")
    func alone() {
        let places = places(3, ("a", nil))
        let taken = take(5, "a", places)
        #expect(taken.count == 3)
        #expect(places.current == 3)
        for place in taken { places.leave(place) }
        #expect(places.current == 0)
        #expect(take(5, "a", places).count == 3)
    }

    @Test("however many exchanges a provider keeps waiting, the others have places of their own")
    func fairness() {
        let places = places(8, ("slow", nil), ("fast", nil))
        let slow = take(100, "slow", places)
        // Its own two, and the four for whoever comes.
        #expect(slow.count == 6)
        for _ in 0..<10 {
            let fast = take(100, "fast", places)
            #expect(fast.count == 2)
            for place in fast { places.leave(place) }
        }
        for place in slow { places.leave(place) }
        #expect(take(100, "fast", places).count == 6)
        #expect(places.current == 6)
    }

    @Test("a provider's own limit holds, from both sides")
    func ownLimit() {
        let places = places(100, ("a", 2), ("b", nil))
        let taken = take(3, "a", places)
        #expect(taken.count == 2)
        #expect(take(3, "b", places).count == 3)
        places.leave(taken[0])
        #expect(take(3, "a", places).count == 1)
    }

    @Test("fewer places than providers are for whoever comes first")
    func few() {
        let places = places(1, ("a", nil), ("b", nil))
        let taken = take(2, "a", places)
        #expect(taken.count == 1)
        #expect(places.enter("b") == nil)
        places.leave(taken[0])
        #expect(places.enter("b") != nil)
    }

    @Test("a provider that is not configured has none")
    func unknown() {
        #expect(places(1, ("a", nil)).enter("b") == nil)
    }

    @Test("what is in flight stays counted over a reload")
    func reload() {
        let old = places(4, ("a", nil), ("gone", nil))
        let taken = take(2, "a", old)
        let gone = take(1, "gone", old)
        let new = places(3, ("a", nil), following: old)
        #expect(new.current == 3)
        #expect(take(9, "a", new).count == 1)
        for place in taken + gone { old.leave(place) }
        #expect(new.current == 1)
        #expect(take(9, "a", new).count == 2)
    }

    @Test("the limits hold over many threads")
    func threads() async {
        let places = places(6, ("a", 3), ("b", nil))
        await withTaskGroup(of: Void.self) { group in
            for name in ["a", "b", "a", "b", "a", "b"] {
                group.addTask {
                    for _ in 0..<1_000 {
                        if let place = places.enter(name) { places.leave(place) }
                    }
                }
            }
        }
        #expect(places.current == 0)
        #expect(take(9, "a", places).count == 3)
    }
}
