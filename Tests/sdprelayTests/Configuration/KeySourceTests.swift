// SPDX-License-Identifier: MIT

import Providers
import Testing

@testable import sdprelay

/// Where keys come from.
struct KeySourceTests {
    private func keys(_ source: String, _ environment: [String: String] = [:]) throws -> [String] {
        try loaded(oneProvider("keys: [\(source)]"), environment).providers[0].provider.keys.map(\.secret)
    }

    @Test func takesAKeyFromTheFileItself() throws {
        #expect(try keys("{ value: 'sk-1' }") == ["sk-1"])
    }

    @Test func takesAKeyFromTheEnvironment() throws {
        #expect(try keys("{ env: 'KEY' }", ["KEY": "sk-2"]) == ["sk-2"])
    }

    @Test func takesAnEmptyVariableForNone() {
        #expect(
            mistakes(oneProvider("keys: [{ env: 'KEY' }]"), ["KEY": ""])
                == ["providers.a.keys[0].env: the environment variable KEY is not set"]
        )
    }

    @Test("The line end of a key's file does not belong to the key", arguments: ["", "\n", "\r\n", "\nmore\n"])
    func takesAKeyFromAFile(end: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("sk-3" + end, to: "key")
        #expect(try keys("{ file: '\(file)' }") == ["sk-3"])
    }

    @Test func refusesAFileThatIsTooLargeForAKey() throws {
        let folder = try TemporaryFolder()
        let fits = try folder.write("k\n" + String(repeating: "x", count: 64 * 1024 - 2), to: "fits")
        let isOver = try folder.write("k\n" + String(repeating: "x", count: 64 * 1024 - 1), to: "over")
        #expect(try keys("{ file: '\(fits)' }") == ["k"])
        #expect(
            mistakes(oneProvider("keys: [{ file: '\(isOver)' }]")) == [
                "providers.a.keys[0].file: cannot read \(isOver)"
            ]
        )
    }

    @Test func keepsSeveralKeysInOrder() throws {
        #expect(try keys("{ value: 'a' }, { env: 'KEY' }, { value: 'c' }", ["KEY": "b"]) == ["a", "b", "c"])
    }
}
