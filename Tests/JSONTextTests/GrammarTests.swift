// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("JSON grammar")
struct GrammarTests {
    /// A text that is not JSON, with what is wrong and where.
    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let code: JSONSyntaxError.Code
        let offset: Int

        init(_ text: String, _ code: JSONSyntaxError.Code, _ offset: Int) {
            self.text = text
            self.code = code
            self.offset = offset
        }

        var testDescription: String { text.debugDescription }
    }

    @Test(
        "structures of every shape are accepted",
        arguments: [
            "[]", "{}", "[[]]", "[{}]", "{\"\":{}}", "[1,2]", "[[],[[]]]", "{\"a\":[],\"b\":{}}",
            "[null,1,\"1\",{}]", "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\":\"b\",\"a\":\"b\"}", "{\"a\\u0000b\":1}",
            "[1,null,null,null,2]",
        ]
    )
    func structures(_ text: String) throws {
        let document = try parse(text)
        #expect(document.raw(document.root).elementsEqual(text.utf8))
    }

    @Test(
        "a lone scalar is a text",
        arguments: [
            ("0", JSONNode.Kind.number), ("-0.1e-1", .number), ("\"\"", .string), ("true", .true), ("false", .false),
            ("null", .null), ("[]", .array), ("{}", .object),
        ]
    )
    func scalars(_ text: String, _ kind: JSONNode.Kind) throws {
        let root = try parse(text).root
        #expect(root.kind == kind)
        #expect(root.range == 0..<text.utf8.count)
    }

    @Test(
        "the four white space characters may stand around every token",
        arguments: [
            " []", "[] ", "\n[\t]\r", "[ 1 , 2 ]", " { \"a\" : 1 , \"b\" : [ ] } ", "\t\r\n 1 \r\n\t",
            "{\n\"a\"\n:\n1\n,\n\"b\"\n:\n2\n}",
        ]
    )
    func whiteSpace(_ text: String) throws {
        _ = try parse(text)
    }

    @Test(
        "numbers of RFC 8259 section 6 are accepted",
        arguments: [
            "0", "-0", "1", "-1", "123", "0.1", "-0.1", "10.01", "1e1", "1E1", "1e+1", "1e-1", "1E+2", "0e1", "0e+1",
            "0.0", "123.456e78", "123456789012345678901234567890", "1e400", "-1e-400", "0.4e00669999999999999",
        ]
    )
    func numbers(_ text: String) throws {
        let document = try parse("[\(text),\(text)]")
        let elements = document.elements(of: document.root)
        #expect(elements.map(document.text) == [text, text])
        #expect(elements.allSatisfy { $0.kind == .number })
    }

    @Test(
        "every escape of RFC 8259 section 7 is accepted",
        arguments: [
            #""\"\\\/\b\f\n\r\t""#, #""\u0000\uFFFF\uabcd\uABCD\u12Ef""#, #""\ud83d\ude00""#, #""\ud800""#,
            #""\udc00\ud800""#, "\"\u{7f}\"", "\"/\"", "\"\u{2028}\u{2029}\"", "\"\u{10FFFF}\"",
        ]
    )
    func escapes(_ text: String) throws {
        _ = try parse(text)
    }

    @Test(
        "texts that end too early are told so at their end",
        arguments: [
            Fault("", .unexpectedEnd, 0), Fault(" ", .unexpectedEnd, 1), Fault("[", .unexpectedEnd, 1),
            Fault("{", .unexpectedEnd, 1), Fault("[1", .unexpectedEnd, 2), Fault("[1,", .unexpectedEnd, 3),
            Fault("{\"a\"", .unexpectedEnd, 4), Fault("{\"a\":", .unexpectedEnd, 5),
            Fault("{\"a\":1", .unexpectedEnd, 6), Fault("{\"a\":1,", .unexpectedEnd, 7), Fault("\"", .unexpectedEnd, 1),
            Fault("\"abc", .unexpectedEnd, 4), Fault("\"\\", .unexpectedEnd, 2), Fault("\"\\u12", .unexpectedEnd, 5),
            Fault("tru", .unexpectedEnd, 3), Fault("[nul", .unexpectedEnd, 4), Fault("[[]", .unexpectedEnd, 3),
            Fault("\"\\\"", .unexpectedEnd, 3),
        ]
    )
    func cutShort(_ fault: Fault) {
        expect(fault)
    }

    @Test(
        "structures that are no JSON are refused where they go wrong",
        arguments: [
            Fault("[,]", .unexpectedByte, 1), Fault("[1,]", .unexpectedByte, 3), Fault("[1,,2]", .unexpectedByte, 3),
            Fault("[1 2]", .unexpectedByte, 3), Fault("[1}", .unexpectedByte, 2), Fault("{]", .unexpectedByte, 1),
            Fault("{,}", .unexpectedByte, 1), Fault("{\"a\":1,}", .unexpectedByte, 7),
            Fault("{\"a\" 1}", .unexpectedByte, 5), Fault("{\"a\":}", .unexpectedByte, 5),
            Fault("{\"a\"::1}", .unexpectedByte, 5), Fault("{\"a\",1}", .unexpectedByte, 4),
            Fault("{\"a\":1 \"b\":2}", .unexpectedByte, 7), Fault("{1:1}", .unexpectedByte, 1),
            Fault("{a:1}", .unexpectedByte, 1), Fault("{'a':1}", .unexpectedByte, 1),
            Fault("{null:1}", .unexpectedByte, 1), Fault("['a']", .unexpectedByte, 1), Fault("]", .unexpectedByte, 0),
            Fault("}", .unexpectedByte, 0), Fault(",", .unexpectedByte, 0), Fault("\\", .unexpectedByte, 0),
            Fault("[\\n]", .unexpectedByte, 1), Fault("/* */1", .unexpectedByte, 0), Fault("//\n1", .unexpectedByte, 0),
            Fault("[1,/**/2]", .unexpectedByte, 3), Fault("\u{c}1", .unexpectedByte, 0),
            Fault("[\u{a0}1]", .unexpectedByte, 1), Fault("\u{feff}1", .unexpectedByte, 0),
            Fault("\u{0}", .unexpectedByte, 0), Fault("[\u{b}]", .unexpectedByte, 1),
        ]
    )
    func structureFaults(_ fault: Fault) {
        expect(fault)
    }

    @Test(
        "literals are spelled in lower case and in full",
        arguments: [
            Fault("True", .unexpectedByte, 0), Fault("nULL", .unexpectedByte, 1), Fault("fals3", .unexpectedByte, 4),
            Fault("[nan]", .unexpectedByte, 2), Fault("NaN", .unexpectedByte, 0),
            Fault("Infinity", .unexpectedByte, 0), Fault("truee", .trailingBytes, 4),
            Fault("undefined", .unexpectedByte, 0),
        ]
    )
    func literalFaults(_ fault: Fault) {
        expect(fault)
    }

    @Test(
        "numbers that break the grammar are refused at their first byte",
        arguments: [
            Fault("-", .invalidNumber, 0), Fault("--1", .invalidNumber, 0), Fault("-a", .invalidNumber, 0),
            Fault("-Infinity", .invalidNumber, 0), Fault("01", .invalidNumber, 0), Fault("-01", .invalidNumber, 0),
            Fault("00", .invalidNumber, 0), Fault("1.", .invalidNumber, 0), Fault("[1.]", .invalidNumber, 1),
            Fault("1.e1", .invalidNumber, 0), Fault("1e", .invalidNumber, 0), Fault("1e+", .invalidNumber, 0),
            Fault("1E-", .invalidNumber, 0), Fault("[ -]", .invalidNumber, 2), Fault("1.5e", .invalidNumber, 0),
            Fault("+1", .unexpectedByte, 0), Fault(".5", .unexpectedByte, 0), Fault("-.5", .invalidNumber, 0),
            Fault("[1e1.5]", .unexpectedByte, 4), Fault("[0x1]", .unexpectedByte, 2),
            Fault("[1_0]", .unexpectedByte, 2),
            Fault("[1.2.3]", .unexpectedByte, 4), Fault("[1 000]", .unexpectedByte, 3),
            Fault("[\u{ff11}]", .unexpectedByte, 1), Fault("1a", .trailingBytes, 1),
        ]
    )
    func numberFaults(_ fault: Fault) {
        expect(fault)
    }

    @Test(
        "strings with a control character or a false escape are refused there",
        arguments: [
            Fault("\"\n\"", .controlCharacter, 1), Fault("\"a\u{0}\"", .controlCharacter, 2),
            Fault("\"a\tb\"", .controlCharacter, 2), Fault("\"\u{1f}\"", .controlCharacter, 1),
            Fault("{\"a\u{1}\":1}", .controlCharacter, 3), Fault("\"\\a\"", .invalidEscape, 1),
            Fault("\"\\'\"", .invalidEscape, 1), Fault("\"\\U0041\"", .invalidEscape, 1),
            Fault("\"\\x41\"", .invalidEscape, 1), Fault("\"\\u00G0\"", .invalidEscape, 1),
            Fault("\"\\u004\"", .invalidEscape, 1), Fault("\"ab\\u{41}\"", .invalidEscape, 3),
            Fault("\"\\\n\"", .invalidEscape, 1), Fault("\"\\u+041\"", .invalidEscape, 1),
            Fault("\"\\ud83d\\u\"", .invalidEscape, 7),
        ]
    )
    func stringFaults(_ fault: Fault) {
        expect(fault)
    }

    @Test(
        "nothing may follow the value",
        arguments: [
            Fault("1 2", .trailingBytes, 2), Fault("{}{}", .trailingBytes, 2), Fault("[]]", .trailingBytes, 2),
            Fault("{}}", .trailingBytes, 2), Fault("\"a\"b", .trailingBytes, 3), Fault("{},", .trailingBytes, 2),
            Fault("[] // x", .trailingBytes, 3), Fault("null\u{0}", .trailingBytes, 4), Fault("1#", .trailingBytes, 1),
        ]
    )
    func trailingBytes(_ fault: Fault) {
        expect(fault)
    }

    @Test("every prefix of a text that is an object is refused at its end")
    func prefixes() {
        let text = Array(#"{"a":[1.5e+3,true,null,"x\u00e9\\"],"b":{"c":false}}"#.utf8)
        for count in text.indices {
            let error = refusal(of: Array(text[..<count]))
            #expect(error != nil, "\(count)")
            // A number or escape that is cut names its own start.
            if error?.code == .unexpectedEnd { #expect(error?.offset == count) }
        }
        #expect(refusal(of: text) == nil)
    }

    @Test("an error says what and where, and nothing of the text")
    func description() throws {
        let error = try #require(refusal(of: Array(#"{"secret":tru3}"#.utf8)))
        #expect(error.description == "unexpected_byte at byte 13")
    }

    private func expect(_ fault: Fault) {
        let error = refusal(of: Array(fault.text.utf8))
        #expect(error?.code == fault.code)
        #expect(error?.offset == fault.offset)
    }
}
