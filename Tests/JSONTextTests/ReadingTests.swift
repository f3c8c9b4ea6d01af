// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("Reading JSON values")
struct ReadingTests {
    @Test(
        "members and elements are found in any spacing",
        arguments: [
            "{\"a\":1,\"b\":[2,{}],\"c\":\"x\"}", "{ \"a\" : 1 , \"b\" : [2,{}] , \"c\" : \"x\" }",
            "\n{\t\"a\"\r\n:\t1\n,\n\"b\":\n[2,{}]\n,\"c\"\t:\t\"x\"\r}\n",
        ]
    )
    func members(_ text: String) throws {
        let document = try parse(text)
        #expect(document.memberTexts(of: document.root) == ["\"a\"", "1", "\"b\"", "[2,{}]", "\"c\"", "\"x\""])
    }

    @Test(
        "elements are found in any spacing",
        arguments: ["[1,[2],{\"a\":3}]", "[ 1 ,\n[2]\t, {\"a\":3} ]", " [1\r\n,[2],{\"a\":3}] "]
    )
    func elements(_ text: String) throws {
        let document = try parse(text)
        #expect(document.elements(of: document.root).map(document.text) == ["1", "[2]", "{\"a\":3}"])
    }

    @Test("empty containers have nothing", arguments: ["{}", "{ }", "[]", "[\n]"])
    func emptyContainers(_ text: String) throws {
        let document = try parse(text)
        #expect(document.memberTexts(of: document.root).isEmpty)
        #expect(document.elements(of: document.root).isEmpty)
    }

    @Test(
        "values of other kinds have neither members nor elements",
        arguments: ["1", "\"{}\"", "null", "true", "[1]", "{\"a\":1}"]
    )
    func otherKinds(_ text: String) throws {
        let document = try parse(text)
        if document.root.kind != .object {
            #expect(document.memberTexts(of: document.root).isEmpty)
            #expect(document.member("a", of: document.root) == nil)
            #expect(document.value(at: "a") == nil)
        }
        if document.root.kind != .array { #expect(document.elements(of: document.root).isEmpty) }
    }

    @Test("the last member of a name counts, and all can be had")
    func repeatedNames() throws {
        let document = try parse(#"{"a":1,"b":2,"a":{"c":3},"\u0061":4}"#)
        #expect(document.members("a", of: document.root).map(document.text) == ["1", "{\"c\":3}", "4"])
        #expect(document.member("a", of: document.root).map(document.text) == "4")
        #expect(document.member("d", of: document.root) == nil)
    }

    @Test(
        "a name with escapes is the same name",
        arguments: [
            #""model""#, #""\u006dodel""#, #""m\u006Fdel""#, #""mod\u0065\u006c""#,
            #""\u006d\u006f\u0064\u0065\u006c""#,
        ]
    )
    func escapedNames(_ name: String) throws {
        let document = try parse("{\(name):1}")
        #expect(document.value(at: "model").map(document.text) == "1")
    }

    @Test(
        "a name that only looks alike is another",
        arguments: [
            #""Model""#, #""model ""#, #""mode""#, #""models""#, #""\\model""#, #""mod\\u0065l""#, #""model\u0000""#,
            #""mode\u006b""#, #""""#, #""m\/del""#,
        ]
    )
    func otherNames(_ name: String) throws {
        let document = try parse("{\(name):1}")
        #expect(document.value(at: "model") == nil)
    }

    @Test("names are compared by their code points, not by how they look")
    func canonicalEquivalence() throws {
        // U+212A KELVIN SIGN is canonically equivalent to the letter K.
        let document = try parse(#"{"\u212A":1}"#)
        #expect(document.value(at: "K") == nil)
    }

    @Test("a path leads through objects only")
    func path() throws {
        let document = try parse(#"{"a":{"b":{"c":7}},"d":[{"e":1}]}"#)
        #expect(document.value(at: "a", "b", "c").flatMap(document.integer) == 7)
        #expect(document.value(at: "a", "c") == nil)
        #expect(document.value(at: "d", "e") == nil)
        #expect(document.value(at: "a", "b", "c", "d") == nil)
    }

    @Test(
        "strings are unescaped",
        arguments: [
            (#""""#, ""), (#""plain é 😀""#, "plain é 😀"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\u0000""#, "\u{0}"), (#""\ud83d\ude00""#, "😀"),
            (#""\uD834\uDD1E""#, "𝄞"), (#""\udbff\udfff""#, "\u{10ffff}"), (#""\ud800\udc00x""#, "\u{10000}x"),
            (#""\\u0041""#, "\\u0041"), (#""\uffff""#, "\u{ffff}"),
        ]
    )
    func strings(_ text: String, _ value: String) throws {
        let document = try parse(text)
        let string = try #require(document.string(document.root))
        #expect(string.unicodeScalars.elementsEqual(value.unicodeScalars))
    }

    @Test(
        "a lone surrogate becomes U+FFFD and what follows stays",
        arguments: [
            (#""\ud83d""#, "\u{fffd}"), (#""\ude00""#, "\u{fffd}"), (#""\ud83dx""#, "\u{fffd}x"),
            (#""\ud83d\n""#, "\u{fffd}\n"), (#""\ud83d\u0041""#, "\u{fffd}A"),
            (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"), (#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (#""\ud83d\\ude00""#, "\u{fffd}\\ude00"), (#""\ud83dude00""#, "\u{fffd}ude00"),
        ]
    )
    func loneSurrogates(_ text: String, _ value: String) throws {
        let document = try parse(text)
        #expect(document.string(document.root) == value)
    }

    @Test("only strings have a text", arguments: ["1", "null", "true", "[\"a\"]", "{\"a\":\"b\"}"])
    func notStrings(_ text: String) throws {
        let document = try parse(text)
        #expect(document.string(document.root) == nil)
    }

    @Test(
        "integers are read up to 64 bits",
        arguments: [
            ("0", 0), ("-0", 0), ("600", 600), ("-7", -7), ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min),
        ]
    )
    func integers(_ text: String, _ value: Int) throws {
        let document = try parse(text)
        #expect(document.integer(document.root) == value)
    }

    @Test(
        "nothing else is an integer",
        arguments: ["1.0", "1e3", "9223372036854775808", "\"1\"", "true", "null", "[1]"]
    )
    func notIntegers(_ text: String) throws {
        let document = try parse(text)
        #expect(document.integer(document.root) == nil)
    }

    @Test("the bytes are kept as they came")
    func keepsBytes() throws {
        let text = " {\"a\" :1.50 , \"b\":\"\\u0041\"}\n"
        let document = try parse(text)
        #expect(document.bytes == Array(text.utf8))
        #expect(document.value(at: "a").map(document.text) == "1.50")
        #expect(document.value(at: "b").map(document.text) == "\"\\u0041\"")
    }
}
