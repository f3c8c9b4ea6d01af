// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("Members of JSON objects")
struct MemberTests {
    @Test("names that stand twice are told, at any depth and however they are escaped")
    func repeatedMembers() throws {
        let document = try parse(#"{"a":1,"b":[{"c":1,"d":2,"\u0063":3}],"a":{"a":2},"a":3}"#)
        #expect(document.repeatedMembers().map { document.text($0.value) } == ["3", #"{"a":2}"#, "3"])
        #expect(document.repeatedMembers(of: document.root).map { document.text($0.value) } == [#"{"a":2}"#, "3"])
    }

    @Test("names that only look alike are not the same")
    func lookAlikes() throws {
        // U+212A KELVIN SIGN is canonically equivalent to the letter K.
        let document = try parse(#"{"K":1,"\u212a":2,"k":3,"":4,"a":{"K":5}}"#)
        #expect(document.repeatedMembers().isEmpty)
    }

    @Test("the members of an outermost object pass by while the text is checked")
    func rootMembers() throws {
        let text = #" { "a" : {"x":1}, "b":[ {"y":2} ] , "a":null } "#
        var seen: [String] = []
        let document = try JSONDocument(parsing: Array(text.utf8)) { bytes, member in
            #expect(bytes.count == text.utf8.count)
            seen += [member.name, member.value].map { String(decoding: text.utf8Bytes[$0.range], as: UTF8.self) }
        }
        #expect(seen == document.memberTexts(of: document.root))
        var calls = 0
        _ = try JSONDocument(parsing: Array(#"[{"a":1}]"#.utf8)) { _, _ in calls += 1 }
        #expect(calls == 0)
    }

    @Test("a text is taken up to its limit of bytes")
    func sizeLimit() throws {
        let text = Array(#"{"a":1}"#.utf8)
        #expect(throws: Never.self) { try JSONDocument(parsing: text, maximumSize: 7) }
        let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text, maximumSize: 6) }
        #expect(error?.code == .tooLarge)
        #expect(error?.offset == 6)
    }

    @Test("a value is found again by its range", arguments: ["{}", "[]", #""a""#, "1", "-1", "true", "false", "null"])
    func nodeAtRange(_ text: String) throws {
        let document = try parse(#"{"a":\#(text)}"#)
        let node = try #require(document.value(at: "a"))
        #expect(document.node(at: node.range) == node)
    }

    @Test("a string is compared without being decoded")
    func stringComparison() throws {
        let document = try parse(#"["ab","\u0061b","abc",1,"a"]"#)
        #expect(
            document.elements(of: document.root).map { document.isString($0, "ab") } == [
                true, true, false, false, false,
            ]
        )
    }

    @Test("the shortest and the longest escapes count as what they stand for")
    func escapedComparison() throws {
        let document = try parse(#"["a\/","\u0061\u002f","\/","\u002f","a/\\","\u0061\u002f\/"]"#)
        let elements = document.elements(of: document.root)
        #expect(elements.map { document.isString($0, "a/") } == [true, true, false, false, false, false])
        #expect(elements.map { document.isString($0, "/") } == [false, false, true, true, false, false])
        #expect(elements.map { document.isString($0, "") } == Array(repeating: false, count: 6))
    }

    @Test("numbers are read as they are written")
    func numbers() throws {
        let document = try parse(#"[1,1.5,-2e3,"1",null,1e999]"#)
        #expect(document.elements(of: document.root).map(document.number) == [1, 1.5, -2000, nil, nil, .infinity])
    }

    @Test("a view of an object reads its members")
    func objectView() throws {
        let document = try parse(#"{"o":{"s":"x","i":7,"n":1.5,"l":[1,2],"o":{"s":"y"},"z":null,"s":"last"}}"#)
        let view = try #require(JSONObjectView(document.value(at: "o"), in: document))
        #expect(view.string("s") == "last")
        #expect(view.integer("i") == 7)
        #expect(view.number("n") == 1.5)
        #expect(view.elements("l").count == 2)
        #expect(view.elements("o").isEmpty)
        #expect(view.object("o")?.string("s") == "y")
        #expect(view.object("z") == nil)
        #expect(view.raw("z").map { String(decoding: $0, as: UTF8.self) } == "null")
        #expect(view["none"] == nil)
        #expect(view.members(besides: ["s", "i", "n", "l"]).map { document.text($0.name) } == [#""o""#, #""z""#])
        #expect(view.bytes.count == view.node.range.count)
        #expect(JSONObjectView(document.value(at: "o", "l"), in: document) == nil)
        #expect(JSONObjectView(nil, in: document) == nil)
        #expect(document.object?.object("o")?.string("s") == "last")
        #expect(try parse("[]").object == nil)
    }

    @Test("of an array, a view gives the objects alone")
    func objectsOfAnArray() throws {
        let view = try #require(try parse(#"{"l":[{"s":"a"},1,{},[{}]],"o":{}}"#).object)
        #expect(view.objects("l").map { $0.string("s") } == ["a", nil])
        #expect(view.objects("o").isEmpty)
    }

    @Test("a member is written as it stands in another text")
    func copiedMember() throws {
        let document = try parse(#"{"\u0061" : [1 ,2]}"#)
        var writer = JSONObjectWriter()
        for member in document.members(of: document.root) { writer.write(member, of: document) }
        #expect(String(decoding: writer.finish(), as: UTF8.self) == #"{"\u0061":[1 ,2]}"#)
    }
}

extension String {
    fileprivate var utf8Bytes: [UInt8] { Array(utf8) }
}
