// SPDX-License-Identifier: MIT

internal import JSONText
internal import Testing

@Suite("JSON is UTF-8")
struct UTF8Tests {
    @Test(
        "bytes that are not UTF-8 are refused where they begin",
        arguments: [
            [0x80], [0xc0, 0xaf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80],
            [0xf8, 0x88, 0x80, 0x80, 0x80], [0xfe], [0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98],
        ] as [[UInt8]]
    )
    func refusesOtherBytes(_ bytes: [UInt8]) {
        let error = refusal(of: Array(#"["ab"#.utf8) + bytes + Array(#""]"#.utf8))
        #expect(error?.code == .notUTF8)
        #expect(error?.offset == 4)
    }

    @Test("they are refused outside strings and after a fault of the grammar as well")
    func refusesEverywhere() {
        #expect(refusal(of: [0x7b, 0xff, 0x7d])?.code == .notUTF8)
        #expect(refusal(of: Array("1 2".utf8) + [0xff])?.code == .notUTF8)
    }

    @Test("UTF-16 and UTF-32 are refused", arguments: [[0x31, 0], [0, 0x31], [0xff, 0xfe, 0x31, 0]] as [[UInt8]])
    func refusesOtherEncodings(_ bytes: [UInt8]) {
        #expect(refusal(of: bytes) != nil)
    }

    @Test("scalars of every length pass", arguments: ["é", "€", "😀", "\u{10ffff}", "\u{d7ff}\u{e000}", "\u{7f}"])
    func acceptsScalars(_ text: String) throws {
        let document = try parse("\"\(text)\"")
        #expect(document.string(document.root) == text)
    }
}
