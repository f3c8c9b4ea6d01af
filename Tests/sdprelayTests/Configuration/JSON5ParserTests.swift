// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

struct JSON5ParserTests {
    private func parse(_ text: String) throws -> ConfigurationValue {
        try JSON5Parser.parse(Array(text.utf8))
    }

    @Test(
        "Values",
        arguments: [
            ("null", ConfigurationValue.null), ("true", .bool(true)), ("false", .bool(false)), ("''", .string("")),
            ("0", .number(0)), ("-0", .number(0)), ("12.5", .number(12.5)), ("+1", .number(1)), (".5", .number(0.5)),
            ("5.", .number(5)), ("5.e1", .number(50)), ("-1e-2", .number(-0.01)), ("0x1F", .number(31)),
            ("-0XfF", .number(-255)), ("Infinity", .number(.infinity)), ("-Infinity", .number(-.infinity)),
            ("[]", .array([])), ("[1,]", .array([.number(1)])), ("[[],[null]]", .array([.array([]), .array([.null])])),
            ("{}", .object([:])), ("{a:1,}", .object(["a": .number(1)])),
            ("{$_a1:1,'b c':2,\"d\":{}}", .object(["$_a1": .number(1), "b c": .number(2), "d": .object([:])])),
            ("{null:null,true:1}", .object(["null": .null, "true": .number(1)])),
        ]
    )
    func readsValues(text: String, expected: ConfigurationValue) throws {
        #expect(try parse(text) == expected)
        #expect(try parse(" \t\r\n\u{b}\u{c}\u{a0}\u{feff}\u{2028}\u{2029}\(text) // end") == expected)
        #expect(try parse("/**//* ' */\(text)/* * / */") == expected)
    }

    @Test func readsNoNumberAsOne() throws {
        guard case .number(let number) = try parse("NaN") else { throw Missing("a number") }
        #expect(number.isNaN)
    }

    @Test(
        "Strings",
        arguments: [
            (#""a'b""#, "a'b"), (#"'a"b'"#, "a\"b"), (#"'\'\"\\\/\q'"#, "'\"\\/q"),
            (#"'\b\f\n\r\t\v\0'"#, "\u{8}\u{c}\n\r\t\u{b}\0"), (#"'\x41\u00e4'"#, "Aä"), (#"'\ud83d\ude00'"#, "😀"),
            ("'a\\\nb\\\r\nc\\\rd'", "abcd"), ("'ä😀'", "ä😀"), ("'// no comment'", "// no comment"),
        ]
    )
    func readsStrings(text: String, expected: String) throws {
        #expect(try parse(text) == .string(expected))
        #expect(try parse("{\(text):\(text)}") == .object([expected: .string(expected)]))
    }

    @Test(
        "A mistake is told with its place",
        arguments: [
            ("", "a value", 1, 1), ("\n\n  ", "a value", 3, 3), ("{", "a key", 1, 2), ("{a", "\":\"", 1, 3),
            ("{a 1}", "\":\"", 1, 4), ("{a:}", "a value", 1, 4), ("{a:1 b:2}", "\",\" or \"}\"", 1, 6),
            ("{a:1,,}", "a key", 1, 6), ("{1:2}", "a key", 1, 2),
            ("{\n  a: 1,\n  a: 2 }", "a key that does not stand there already", 3, 3),
            ("[1 2]", "\",\" or \"]\"", 1, 4), ("[,]", "a value", 1, 2), ("[1", "\",\" or \"]\"", 1, 3),
            ("1 2", "the end of the text", 1, 3), ("{} x", "the end of the text", 1, 4), ("nul", "a value", 1, 1),
            ("01", "a value", 1, 1), ("1.2.3", "a value", 1, 1), (".", "a value", 1, 1), ("+", "a value", 1, 1),
            ("--1", "a value", 1, 1), ("0x", "a value", 1, 1), ("0xg", "a value", 1, 1), ("0x-1", "a value", 1, 1),
            ("1e", "a value", 1, 1), ("infinity", "a value", 1, 1), ("e1", "a value", 1, 1),
            ("{a:\n 'x }", "the end of the string that begins", 2, 2), ("'", "the end of the string that begins", 1, 1),
            ("'\\", "the end of the string that begins", 1, 1),
            ("'a\nb'", "an escape in place of a control character", 1, 3), ("'\\1'", "an escape", 1, 3),
            ("'\\x4'", "2 hexadecimal digits", 1, 4), ("'\\u+041'", "4 hexadecimal digits", 1, 4),
            ("'\\ud800'", "the other half of a surrogate pair", 1, 8),
            ("'\\ud800\\u0041'", "the other half of a surrogate pair", 1, 14),
            ("/* x", "the end of the comment that begins", 1, 1), ("/", "a comment or a value", 1, 1),
            ("{a:1} /x", "a comment or a value", 1, 7),
        ]
    )
    func tellsThePlace(text: String, expectation: String, line: Int, column: Int) {
        #expect(throws: JSON5Parser.SyntaxError(expectation: expectation, line: line, column: column)) {
            try parse(text)
        }
    }

    @Test func takesNoTextThatIsNotUTF8() {
        #expect(throws: JSON5Parser.SyntaxError(expectation: "UTF-8 in the string that begins", line: 1, column: 1)) {
            try JSON5Parser.parse([0x27, 0xc3, 0x27])
        }
    }

    @Test func nestsSoDeepAndNoDeeper() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        _ = try parse(nested(64))
        #expect(throws: JSON5Parser.SyntaxError(expectation: "no more than 64 levels", line: 1, column: 65)) {
            try parse(nested(65))
        }
    }
}
