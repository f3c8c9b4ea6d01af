// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Byte pattern")
struct BytePatternTests {
    static let seed: UInt64 = 0xB0_A7

    private func naiveIndex(of pattern: [UInt8], in content: [UInt8], from start: Int) -> Int? {
        guard content.count - start >= pattern.count else { return nil }
        return (start...content.count - pattern.count).first { content[$0..<$0 + pattern.count].elementsEqual(pattern) }
    }

    @Test("finds what a naive search finds, on few and on all bytes", arguments: [2, 3, 256])
    func random(_ letters: Int) {
        var random = SplitMix64(state: Self.seed)
        func bytes(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8(truncatingIfNeeded: Int.random(in: 0..<letters, using: &random)) }
        }
        var found = 0
        for round in 0..<3_000 {
            var content = bytes(Int.random(in: 0..<200, using: &random))
            let pattern = bytes(Int.random(in: 1...12, using: &random))
            if Bool.random(using: &random) {
                content.insert(contentsOf: pattern, at: Int.random(in: 0...content.count, using: &random))
            }
            let start = Int.random(in: 0...content.count, using: &random)
            let expected = naiveIndex(of: pattern, in: content, from: start)
            #expect(
                BytePattern(pattern).index(in: content, from: start) == expected,
                "seed \(Self.seed), \(letters) letters, round \(round)"
            )
            found += expected == nil ? 0 : 1
        }
        #expect(found > 100)
    }

    @Test("patterns of 1 and 255 bytes are found at the start and at the end", arguments: [1, 2, 254, 255])
    func lengths(_ count: Int) {
        let pattern = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let search = BytePattern(pattern)
        let filler = [UInt8](repeating: 0xff, count: 300)
        #expect(search.index(in: pattern) == 0)
        #expect(search.index(in: (filler + pattern)) == 300)
        #expect(search.index(in: (pattern + filler)) == 0)
        #expect(search.index(in: (pattern + filler), from: 1) == nil)
        #expect(search.index(in: Array(pattern.dropLast())) == nil)
        #expect(search.index(in: [UInt8]()) == nil)
    }

    @Test("a pattern that repeats itself is found where it first fits")
    func repeating() {
        let search = BytePattern(Array("aab".utf8))
        #expect(search.index(in: Array("aaaab".utf8)) == 2)
        #expect(search.index(in: Array("aabaab".utf8), from: 1) == 3)
        #expect(BytePattern(Array("aaa".utf8)).index(in: Array("aabaaa".utf8)) == 3)
    }
}

extension BytePattern {
    /// Takes an array, as a span cannot stand in an expectation.
    fileprivate func index(in content: [UInt8], from start: Int = 0) -> Int? {
        firstIndex(in: content.span, from: start)
    }
}
