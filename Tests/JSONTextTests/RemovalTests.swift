// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("Taking members out of JSON")
struct RemovalTests {
    private func removing(_ names: [StaticString], from text: String, inserting: Bool = false) throws -> String {
        let document = try parse(text)
        var edit = JSONEdit(of: document)
        if inserting { edit.insert("n", value: Array("0".utf8), into: document.root) }
        for name in names {
            document.forEachMember(of: document.root) { member in
                if document.isNamed(member, name) { edit.remove(member, from: document.root) }
            }
        }
        return String(decoding: edit.applied(), as: UTF8.self)
    }

    @Test(
        "a member goes with its comma",
        arguments: [
            ("a", #"{"b":2,"c":3}"#), ("b", #"{"a":1,"c":3}"#), ("c", #"{"a":1,"b":2}"#),
            ("x", #"{"a":1,"b":2,"c":3}"#),
        ]
    )
    func one(_ name: String, _ expected: String) throws {
        let names: [StaticString] = name == "a" ? ["a"] : name == "b" ? ["b"] : name == "c" ? ["c"] : ["x"]
        #expect(try removing(names, from: #"{"a":1,"b":2,"c":3}"#) == expected)
    }

    @Test("several members go, in any order of calls")
    func several() throws {
        let text = #"{"a":1,"b":2,"c":3,"d":4}"#
        #expect(try removing(["a", "b"], from: text) == #"{"c":3,"d":4}"#)
        #expect(try removing(["d", "c"], from: text) == #"{"a":1,"b":2}"#)
        #expect(try removing(["d", "a"], from: text) == #"{"b":2,"c":3}"#)
        #expect(try removing(["b", "d", "c", "a"], from: text) == "{}")
        #expect(try removing(["b", "b"], from: text) == #"{"a":1,"c":3,"d":4}"#)
    }

    @Test("what stays keeps its spacing")
    func spacing() throws {
        let text = "{ \"a\" : 1 ,\n  \"b\" : 2 ,\n  \"c\" : 3\n}"
        #expect(try removing(["a"], from: text) == "{ \"b\" : 2 ,\n  \"c\" : 3\n}")
        #expect(try removing(["b"], from: text) == "{ \"a\" : 1 ,\n  \"c\" : 3\n}")
        #expect(try removing(["c"], from: text) == "{ \"a\" : 1 ,\n  \"b\" : 2\n}")
        #expect(try removing(["a", "b", "c"], from: text) == "{ \n}")
    }

    @Test("an insertion knows what stays")
    func inserting() throws {
        #expect(try removing(["a"], from: #"{"a":1,"b":2}"#, inserting: true) == #"{"n":0,"b":2}"#)
        #expect(try removing(["a"], from: #"{"a":1}"#, inserting: true) == #"{"n":0}"#)
        #expect(try removing(["b"], from: #"{ "a":1,"b":2}"#, inserting: true) == #"{"n":0, "a":1}"#)
    }

    @Test("members of one name that stands twice go one by one")
    func repeatedNames() throws {
        let document = try parse(#"{"a":1,"a":2}"#)
        var edit = JSONEdit(of: document)
        let first = try #require(document.members(of: document.root).first)
        edit.remove(first, from: document.root)
        #expect(!edit.isEmpty)
        #expect(String(decoding: edit.applied(), as: UTF8.self) == #"{"a":2}"#)
    }

    @Test("a name can be replaced, and other objects be edited at the same time")
    func together() throws {
        let document = try parse(#"{"a":{"x":1,"y":2},"b":3}"#)
        var edit = JSONEdit(of: document)
        let members = document.members(of: document.root)
        edit.replace(members[0].name, with: Array(#""A""#.utf8))
        edit.remove(members[1], from: document.root)
        edit.remove(document.members(of: members[0].value)[0], from: members[0].value)
        #expect(String(decoding: edit.applied(), as: UTF8.self) == #"{"A":{"y":2}}"#)
    }

    static let seed: UInt64 = 0x2E_40_7E

    @Test("in random texts exactly the removed members are gone")
    func randomTexts() throws {
        var generator = RandomJSON(seed: Self.seed)
        for round in 0..<1_000 {
            let document = try parse(generator.document())
            var edit = JSONEdit(of: document)
            var expected: [String] = []
            document.forEachMember(of: document.root) { member in
                if Bool.random(using: &generator.random) {
                    edit.remove(member, from: document.root)
                } else {
                    expected += [document.text(member.name), document.text(member.value)]
                }
            }
            let result = try JSONDocument(parsing: edit.applied())
            #expect(result.memberTexts(of: result.root) == expected, "seed \(Self.seed), round \(round)")
        }
    }
}
