// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

/// What a misspelt name was meant to be.
struct NearestNameTests {
    private let names = ["response.create", "response.cancel", "session.update"]

    @Test(arguments: [
        ("response.crate", "response.create"), ("response.creatte", "response.create"),
        ("responce.create", "response.create"), ("session_update", "session.update"),
        ("Session.Update", "session.update"), ("response.create", "response.create"),
    ])
    func findsTheOneWithTheFewestChanges(_ name: String, _ nearest: String) {
        #expect(NearestName.find(name, among: names) == nearest)
    }

    @Test func takesTheFirstOfSeveralByTheAlphabet() {
        #expect(NearestName.find("bats", among: ["cats", "bars", "hats"]) == "bars")
    }

    @Test func goesAsFarAsAQuarterOfTheName() {
        #expect(NearestName.find("xxcdefgh", among: ["abcdefgh"]) == "abcdefgh")
        #expect(NearestName.find("xxcdefg", among: ["abcdefg"]) == nil)
        #expect(NearestName.find("", among: names) == nil)
        #expect(NearestName.find("x", among: []) == nil)
    }

    @Test func comparesNoNameThatIsTooLong() {
        let name = String(repeating: "x", count: 128)
        #expect(NearestName.find(name, among: [name]) == name)
        #expect(NearestName.find(name + "x", among: [name + "x"]) == nil)
    }
}
