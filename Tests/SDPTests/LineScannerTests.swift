// SPDX-License-Identifier: MIT

internal import Testing

@testable internal import SDP

@Suite("Line scanner")
struct LineScannerTests {
    @Test("a byte that is not printable ASCII is found wherever it is", arguments: UInt8.min...UInt8.max)
    func findsSpecialBytes(_ byte: UInt8) {
        let isPrintable = (0x20...0x7E).contains(byte)
        for length in 1...20 {
            for place in 0..<length {
                // Neighbours at both ends of the printable range, where a borrow or a carry would show.
                for filler: UInt8 in [0x20, 0x7E] {
                    var bytes = [UInt8](repeating: filler, count: length)
                    bytes[place] = byte
                    #expect(bytes.span.endOfPrintableASCII(from: 0) == (isPrintable ? length : place))
                }
            }
        }
    }

    @Test("bytes before the start are not looked at")
    func startsWhereItIsTold() {
        let bytes: [UInt8] = [0, 0, 0x41, 0x42, 0]
        #expect(bytes.span.endOfPrintableASCII(from: 2) == 4)
    }

    @Test("lines end with CR LF, LF, or the text")
    func lineEnds() {
        #expect(lines("a\r\nb\n\r\nc") == ["1 0..<1 crlf", "2 3..<4 lf", "3 5..<5 crlf", "4 7..<8 none"])
        #expect(lines("").isEmpty)
        #expect(lines("\n") == ["1 0..<0 lf"])
        #expect(lines("\r\n") == ["1 0..<0 crlf"])
        #expect(lines("\r") == ["1 0..<1 none strayCarriageReturn@0"])
    }

    @Test("the first byte that may not be there is the fault, whichever kind it is")
    func faults() {
        #expect(lines("a\tb\n") == ["1 0..<3 lf"])
        #expect(lines([0x61, 0xFF, 0x00]) == ["1 0..<3 none notUTF8@1"])
        #expect(lines([0x61, 0x00, 0xFF]) == ["1 0..<3 none controlCharacter@1"])
        #expect(lines([0xC3, 0xA4, 0x0A, 0xC3, 0x0A]) == ["1 0..<2 lf", "2 3..<4 lf notUTF8@3"])
        #expect(lines("a\rb\r\n") == ["1 0..<3 crlf strayCarriageReturn@1"])
    }

    private func lines(_ text: String) -> [String] { lines(Array(text.utf8)) }

    private func lines(_ bytes: [UInt8]) -> [String] {
        var scanner = LineScanner()
        var lines: [String] = []
        while let line = scanner.next(in: bytes.span) {
            let fault = line.fault.map { " \($0.kind)@\($0.offset)" } ?? ""
            lines.append("\(line.number) \(line.contents) \(line.ending)\(fault)")
        }
        return lines
    }
}
