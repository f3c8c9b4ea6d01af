// SPDX-License-Identifier: MIT

/// One line of a text, as positions in it.
struct TextLine {
    /// Counted from 1.
    var number: Int

    /// The line without its line end.
    var contents: Range<Int>

    var ending: LineEnding

    /// The first byte of the line that may not be there.
    var fault: TextFault?

    /// Counts from 1, in bytes.
    func column(of offset: Int) -> Int {
        offset - contents.lowerBound + 1
    }

    /// The letter before the `=`, or nil when the line is not of the form `<type>=<value>`.
    ///
    /// Type letters are lower case: RFC 8866, section 5.
    func type(in text: Span<UInt8>) -> UInt8? {
        guard contents.count >= 2, text[contents.lowerBound + 1] == UInt8(ascii: "=") else { return nil }
        let letter = text[contents.lowerBound]
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") ? letter : nil
    }

    /// What follows the `=` of a line that has a type.
    var value: Range<Int> { contents.lowerBound + 2..<contents.upperBound }

    /// Whether this is `v=0` with a line end, the only beginning that
    /// [RFC 8866, section 5.1](https://www.rfc-editor.org/rfc/rfc8866.html#section-5.1) allows.
    func isVersionZero(in text: Span<UInt8>) -> Bool {
        ending != .none && text.equals("v=0", in: contents)
    }
}
