// SPDX-License-Identifier: MIT

import Testing

@testable import HTTPServer

@Suite struct CharacterClassTests {
    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

    private func members(_ isMember: (UInt8) -> Bool) -> Set<UInt8> { Set((0...255).filter(isMember)) }

    @Test func tokenCharactersAreThoseOfTheRFC() {
        #expect(members(\.isTokenCharacter) == Set((Self.letters + "!#$%&'*+-.^_`|~").utf8))
    }

    @Test func hostCharactersAreThoseOfTheRFC() {
        #expect(members(\.isHostCharacter) == Set((Self.letters + "-._~%!$&'()*+,;=:[]").utf8))
    }

    @Test func fieldValuesHaveNoControlsButTabs() {
        #expect(members(\.isFieldValueByte) == Set([9] + (32...126) + (128...255)))
    }

    @Test func digitsHaveTheirValues() {
        let digits = (0...255).compactMap { UInt8($0).hexadecimalDigit }
        #expect(digits == Array(0...9) + Array(10...15) + Array(10...15))
        #expect((0...255).compactMap { UInt8($0).decimalDigit } == Array(0...9))
    }
}
