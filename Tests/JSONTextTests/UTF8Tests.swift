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

    @Test("every sequence gets the verdict that the standard library gives")
    func everySequence() {
        let edges: [UInt8] = [0x00, 0x22, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff]
        for first in UInt8(0x80)...0xff {
            for second in edges {
                for third in edges {
                    let sequences = [[first, second, third], [first, second, 0x80, third]]
                    for sequence in sequences where !sequence.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c })
                    {
                        let isValid = String(validating: sequence, as: UTF8.self) != nil
                        let text = [UInt8(ascii: "\"")] + sequence + [UInt8(ascii: "\"")]
                        guard (refusal(of: text) == nil) != isValid else { continue }
                        Issue.record("\(sequence)")
                    }
                }
            }
        }
    }
}

@Suite("Long strings")
struct LongStringTests {
    /// Bytes that a string must not be taken past, at every place of a long one.
    @Test(
        "what ends a plain string is seen wherever it stands",
        arguments: [0x22, 0x5c, 0x00, 0x1f, 0x80, 0xff] as [UInt8]
    )
    func endsArePlaced(_ byte: UInt8) {
        for count in [0, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 129, 160, 200] {
            for place in 0...count {
                var text = [UInt8](repeating: UInt8(ascii: "A"), count: count)
                text.insert(byte, at: place)
                let error = refusal(of: [0x5b, 0x22] + text + [0x22, 0x5d])
                guard let error else {
                    Issue.record("\(byte) at \(place) of \(count) was accepted")
                    continue
                }
                // A quote ends the string, and what follows it is wrong; the last one closes nothing.
                let offset = 2 + place + (byte == 0x22 ? 1 : 0)
                if byte != 0x5c { #expect(error.offset == offset, "\(byte) at \(place) of \(count)") }
            }
        }
    }

    @Test("what is plain passes, with spaces and marks that are near the quote", arguments: 0...130)
    func plain(_ count: Int) throws {
        let text = String(repeating: "!# ~", count: count)
        let document = try parse("[\"\(text)é\(text)\"]")
        #expect(document.elements(of: document.root).first.flatMap(document.string) == text + "é" + text)
    }
}
