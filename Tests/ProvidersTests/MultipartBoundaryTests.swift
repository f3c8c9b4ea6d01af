// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Multipart boundary")
struct MultipartBoundaryTests {
    private func avoiding(_ text: String, _ first: String, _ second: String) -> String {
        MultipartBoundary(text: text).avoiding(Array(first.utf8).span, Array(second.utf8).span).text
    }

    @Test("a random boundary has 32 characters of base 32 and depends on the generator alone")
    func random() {
        var generator = SplitMix64(state: 1)
        var same = SplitMix64(state: 1)
        let boundary = MultipartBoundary(using: &generator)
        #expect(boundary.text.utf8.count == 32)
        #expect(boundary.text.allSatisfy { "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".contains($0) })
        #expect(boundary == MultipartBoundary(using: &same))
        #expect(boundary != MultipartBoundary(using: &generator))
        #expect(Set([boundary, boundary]).count == 1)
    }

    @Test("a boundary that occurs nowhere is used as it is")
    func unused() {
        #expect(avoiding("ABC", "", "") == "ABC")
        #expect(avoiding("ABC", "AB", "CABBC") == "ABC")
    }

    @Test("one that occurs anywhere is replaced by the first derived one that does not")
    func used() {
        #expect(avoiding("ABC", "xABCx", "") == "ABC1")
        #expect(avoiding("ABC", "", "ABC") == "ABC1")
        #expect(avoiding("ABC", "--ABC1", "ABC2") == "ABC3")
        let many = (1...150).map { "ABC\($0)" }.joined(separator: " ")
        #expect(avoiding("ABC", many, "") == "ABC151")
    }

    @Test("a content that ends like the beginning of a delimiter is told apart from it")
    func occurrence() {
        #expect(occurs("xxABC"))
        #expect(occurs("ABC"))
        #expect(!occurs("\r\n--AB"))
        #expect(!occurs(""))
    }

    private func occurs(_ content: String) -> Bool {
        MultipartBoundary(text: "ABC").occurs(in: Array(content.utf8).span)
    }
}
