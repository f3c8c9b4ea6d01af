// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("Writing JSON")
struct WritingTests {
    @Test(
        "strings are escaped where RFC 8259 asks for it and nowhere else",
        arguments: [
            ("", #""""#), ("plain", #""plain""#), ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#),
            ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{8}\u{c}\u{1f}", #""\u0000\u0008\u000c\u001f""#),
            ("\u{7f}é😀\u{2028}", "\"\u{7f}é😀\u{2028}\""), ("a\\n", #""a\\n""#), ("</script>", #""</script>""#),
        ]
    )
    func quoting(_ text: String, _ quoted: String) {
        #expect(String(decoding: JSONQuoting.quoted(text), as: UTF8.self) == quoted)
    }

    @Test("every scalar below U+0100 comes back as it was")
    func quotingRoundTrip() throws {
        for value in UInt8.min ... .max {
            let text = "a\(Unicode.Scalar(value))b"
            let document = try JSONDocument(parsing: JSONQuoting.quoted(text))
            #expect(document.string(document.root)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }

    @Test("characters to escape are found wherever they stand among others, ASCII or not", arguments: 0..<160)
    func quotingAnywhere(_ position: Int) throws {
        for filler in ["a", "é", "語", "aé"] {
            for special in ["\"", "\\", "\n", "\u{1}"] {
                let text = String(repeating: filler, count: position) + special + String(repeating: filler, count: 9)
                let document = try JSONDocument(parsing: JSONQuoting.quoted(text))
                #expect(document.string(document.root)?.utf8.elementsEqual(text.utf8) == true)
            }
        }
    }

    @Test("quoting appends")
    func quotingAppends() {
        var output = Array("x=".utf8)
        JSONQuoting.append("y", to: &output)
        #expect(output == Array("x=\"y\"".utf8))
    }

    @Test("members stand in the order of the calls")
    func members() {
        var writer = JSONObjectWriter()
        #expect(writer.isEmpty)
        writer.write("text", "a\"\n")
        #expect(!writer.isEmpty)
        writer.write("number", -5)
        writer.write("yes", true)
        writer.write("no", false)
        writer.write("raw", raw: Array("[1, 2]".utf8))
        writer.write(rawName: Array(#""\u0061""#.utf8)[...], raw: Array("null".utf8)[...])
        #expect(
            String(decoding: writer.finish(), as: UTF8.self)
                == #"{"text":"a\"\n","number":-5,"yes":true,"no":false,"raw":[1, 2],"\u0061":null}"#
        )
    }

    @Test("nil leaves a member out, or is written as null")
    func absentMembers() {
        var writer = JSONObjectWriter()
        writer.writeIfPresent("a", nil as String?)
        writer.writeIfPresent("b", nil as Int?)
        writer.writeOrNull("c", nil)
        writer.writeIfPresent("d", "x")
        writer.writeIfPresent("e", 1)
        writer.writeOrNull("f", "y")
        #expect(String(decoding: writer.finish(), as: UTF8.self) == #"{"c":null,"d":"x","e":1,"f":"y"}"#)
    }

    @Test("an array member has its elements in order")
    func arrays() {
        var writer = JSONObjectWriter()
        writer.write("none", array: [])
        writer.write("two", array: [Array("1".utf8), Array("{}".utf8)])
        #expect(String(decoding: writer.finish(), as: UTF8.self) == #"{"none":[],"two":[1,{}]}"#)
    }

    @Test("an object without members is empty")
    func emptyObject() {
        #expect(JSONObjectWriter().finish() == Array("{}".utf8))
    }

    @Test("a writer can go on at the end of a text")
    func appending() {
        var text = Array("data: ".utf8)
        var writer = JSONObjectWriter(takingOver: &text)
        #expect(writer.isEmpty)
        #expect(text.isEmpty)
        writer.write("a", 1)
        #expect(String(decoding: writer.finish(), as: UTF8.self) == #"data: {"a":1}"#)
    }
}
