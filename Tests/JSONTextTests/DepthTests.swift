// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("JSON depth limit")
struct DepthTests {
    private func arrays(_ depth: Int) -> [UInt8] {
        Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }

    private func objects(_ depth: Int) -> [UInt8] {
        Array((String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)).utf8)
    }

    @Test("the default takes 64 levels and no more")
    func defaultLimit() {
        #expect(JSONDocument.defaultMaximumDepth == 64)
        #expect(refusal(of: arrays(64)) == nil)
        #expect(refusal(of: objects(64)) == nil)
        #expect(refusal(of: arrays(65))?.code == .tooDeep)
        #expect(refusal(of: objects(65))?.code == .tooDeep)
    }

    @Test("the error is at the bracket that goes too deep", arguments: [0, 1, 2, 7])
    func offset(_ limit: Int) {
        if limit > 0 { #expect(refusal(of: arrays(limit), maximumDepth: limit) == nil) }
        let error = refusal(of: arrays(limit + 1), maximumDepth: limit)
        #expect(error?.code == .tooDeep)
        #expect(error?.offset == limit)
        let nested = refusal(of: objects(limit + 1), maximumDepth: limit)
        #expect(nested?.code == .tooDeep)
        #expect(nested?.offset == limit * 5)
    }

    @Test("scalars need no depth, and siblings do not add up")
    func siblings() throws {
        #expect(refusal(of: Array("1".utf8), maximumDepth: 0) == nil)
        let text = "[" + Array(repeating: "[[]]", count: 100).joined(separator: ",") + "]"
        _ = try parse(text, maximumDepth: 3)
        #expect(refusal(of: Array(text.utf8), maximumDepth: 2)?.code == .tooDeep)
    }

    @Test("a hundred thousand brackets are refused without using up the stack")
    func deepNesting() {
        #expect(refusal(of: [UInt8](repeating: UInt8(ascii: "["), count: 100_000))?.code == .tooDeep)
    }

    @Test("values at the deepest level can be read")
    func readsTheDeepestLevel() throws {
        let document = try JSONDocument(parsing: objects(64))
        var node = document.root
        for _ in 0..<64 { node = try #require(document.member("a", of: node)) }
        #expect(document.integer(node) == 1)
    }
}
