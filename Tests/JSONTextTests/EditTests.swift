// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("Editing JSON")
struct EditTests {
    private func edited(_ text: String, _ change: (JSONDocument, inout JSONEdit) throws -> Void) throws -> String {
        let document = try parse(text)
        var edit = JSONEdit(of: document)
        try change(document, &edit)
        return String(decoding: edit.applied(), as: UTF8.self)
    }

    @Test("without a change every byte stays")
    func noChange() throws {
        let text = " {\"a\" : [1 ,2]}\r\n"
        let result = try edited(text) { _, edit in #expect(edit.isEmpty) }
        #expect(result == text)
    }

    @Test("a replaced value leaves all around it as it was")
    func replacing() throws {
        let text = #" { "a" :  1.0 , "b":{"c":"x"} } "#
        let result = try edited(text) { document, edit in
            edit.replace(try #require(document.value(at: "b", "c")), with: Array("[]".utf8))
            edit.replace(try #require(document.value(at: "a")), with: Array("\"long text\"".utf8))
            #expect(!edit.isEmpty)
        }
        #expect(result == #" { "a" :  "long text" , "b":{"c":[]} } "#)
    }

    @Test(
        "a string with the same text stays as it is written, any other value makes way",
        arguments: [
            (#"{"a":"m\u006f"}"#, #"{"a":"m\u006f"}"#), (#"{"a":"x"}"#, #"{"a":"mo"}"#), (#"{"a":1}"#, #"{"a":"mo"}"#),
        ]
    )
    func replacingByText(_ text: String, _ expected: String) throws {
        let result = try edited(text) { document, edit in
            edit.replace(try #require(document.value(at: "a")), byText: "mo")
        }
        #expect(result == expected)
    }

    @Test("the root can be replaced")
    func replacingTheRoot() throws {
        #expect(try edited(" {} ") { document, edit in edit.replace(document.root, with: Array("1".utf8)) } == " 1 ")
    }

    @Test(
        "an inserted member stands before those that are there",
        arguments: [
            (#"{"a":1}"#, #"{"n":0,"a":1}"#), (#"{ "a":1}"#, #"{"n":0, "a":1}"#), ("{}", #"{"n":0}"#),
            ("{ }", #"{"n":0 }"#), (" {\n} ", " {\"n\":0\n} "),
        ]
    )
    func inserting(_ text: String, _ expected: String) throws {
        let result = try edited(text) { document, edit in
            edit.insert("n", value: Array("0".utf8), into: document.root)
        }
        #expect(result == expected)
    }

    @Test("several insertions keep their order", arguments: [("{}", ""), (#"{"z":9}"#, #","z":9"#)])
    func insertingSeveral(_ text: String, _ rest: String) throws {
        let result = try edited(text) { document, edit in
            for (name, value) in [("a", "1"), ("b", "2"), ("c", "3")] as [(StaticString, String)] {
                edit.insert(name, value: Array(value.utf8), into: document.root)
            }
        }
        #expect(result == #"{"a":1,"b":2,"c":3"# + rest + "}")
    }

    @Test(
        "an added member stands behind those that are there",
        arguments: [
            (#"{"a":1}"#, #"{"a":1,"n":0,"m":0}"#), (#"{"a":1 }"#, #"{"a":1,"n":0,"m":0 }"#),
            ("{}", #"{"n":0,"m":0}"#), ("{ }", #"{"n":0,"m":0 }"#),
        ]
    )
    func adding(_ text: String, _ expected: String) throws {
        let result = try edited(text) { document, edit in
            edit.append("n", value: Array("0".utf8), to: document.root)
            edit.append("m", value: Array("0".utf8), to: document.root)
        }
        #expect(result == expected)
    }

    @Test("an addition goes behind what stays, and an insertion before it")
    func addingAndRemoving() throws {
        for (text, names, expected) in [
            (#"{"a":1,"b":2}"#, ["b"], #"{"i":0,"a":1,"n":0}"#), (#"{"a":1,"b":2}"#, ["a"], #"{"i":0,"b":2,"n":0}"#),
            (#"{ "a":1,"b":2 }"#, ["a", "b"], #"{"i":0,"n":0  }"#),
            (#"{"a":1,"b":2,"c":3}"#, ["b", "c"], #"{"i":0,"a":1,"n":0}"#),
        ] {
            let result = try edited(text) { document, edit in
                edit.append("n", value: Array("0".utf8), to: document.root)
                for member in document.members(of: document.root)
                where names.contains(document.string(member.name) ?? "") {
                    edit.remove(member, from: document.root)
                }
                edit.insert("i", value: Array("0".utf8), into: document.root)
            }
            #expect(result == expected)
        }
    }

    @Test("one value can be had with the changes in it")
    func appliedToOneValue() throws {
        let document = try parse(#"{"a":{"b":1},"c":[2]}"#)
        var edit = JSONEdit(of: document)
        let object = try #require(document.value(at: "a"))
        #expect(edit.applied(to: object) == Array(#"{"b":1}"#.utf8))
        edit.replace(try #require(document.value(at: "a", "b")), with: Array("[1,2,3]".utf8))
        edit.append("d", value: Array("4".utf8), to: object)
        #expect(edit.applied(to: object) == Array(#"{"b":[1,2,3],"d":4}"#.utf8))
        #expect(edit.applied(to: document.root) == edit.applied())
    }

    @Test("insertions into different objects do not meet")
    func insertingIntoNestedObjects() throws {
        let result = try edited(#"{"a":{"b":{}}}"#) { document, edit in
            edit.insert("x", value: Array("1".utf8), into: try #require(document.value(at: "a", "b")))
            edit.insert("y", value: Array("2".utf8), into: document.root)
            edit.insert("z", value: Array("3".utf8), into: try #require(document.value(at: "a")))
        }
        #expect(result == #"{"y":2,"a":{"z":3,"b":{"x":1}}}"#)
    }

    @Test("an inserted name is escaped")
    func insertingOddNames() throws {
        let result = try edited("{}") { document, edit in edit.insert("a\"b", value: [0x31], into: document.root) }
        #expect(result == #"{"a\"b":1}"#)
    }

    @Test("replacing and inserting go together in any order of calls")
    func replacingAndInserting() throws {
        for insertsFirst in [true, false] {
            let result = try edited(#"{"model":"a/b","v":1}"#) { document, edit in
                if insertsFirst { edit.insert("type", value: Array("\"t\"".utf8), into: document.root) }
                edit.replace(try #require(document.value(at: "model")), with: Array("\"b\"".utf8))
                if !insertsFirst { edit.insert("type", value: Array("\"t\"".utf8), into: document.root) }
            }
            #expect(result == #"{"type":"t","model":"b","v":1}"#)
        }
    }

    // MARK: Random texts

    static let seed: UInt64 = 0x15_0E_D1_7

    @Test("random texts come back as they were, and differ after an edit only where they were edited")
    func randomTexts() throws {
        var generator = RandomJSON(seed: Self.seed)
        for round in 0..<1_000 {
            let comment = Comment(rawValue: "seed \(Self.seed), round \(round)")
            let text = generator.document()
            let document = try parse(text)
            #expect(JSONEdit(of: document).applied() == Array(text.utf8), comment)

            var edit = JSONEdit(of: document)
            var replaced: [JSONNode] = []
            document.forEachMember(of: document.root) { member in
                guard Bool.random(using: &generator.random) else { return }
                edit.replace(member.value, with: Array(#"["new"]"#.utf8))
                replaced.append(member.value)
            }
            let inserts = Int.random(in: 0..<3, using: &generator.random)
            for _ in 0..<inserts { edit.insert("in", value: Array("0".utf8), into: document.root) }

            let result = try JSONDocument(parsing: edit.applied())
            var expected = Array(repeating: ["\"in\"", "0"], count: inserts).flatMap(\.self)
            document.forEachMember(of: document.root) { member in
                expected.append(document.text(member.name))
                expected.append(replaced.contains(member.value) ? #"["new"]"# : document.text(member.value))
            }
            #expect(result.memberTexts(of: result.root) == expected, comment)
            // What lies between the changes is as long as it was.
            let removed = replaced.reduce(0) { $0 + $1.range.count }
            let commas = inserts == 0 ? 0 : document.memberTexts(of: document.root).isEmpty ? inserts - 1 : inserts
            let added = replaced.count * 7 + inserts * 6 + commas
            #expect(result.bytes.count == text.utf8.count - removed + added, comment)
        }
    }
}
