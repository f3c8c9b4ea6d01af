// SPDX-License-Identifier: MIT

/// Where name and value of an `a=` line are: `a=<name>` or `a=<name>:<value>`.
///
/// [RFC 8866, section 5.13](https://www.rfc-editor.org/rfc/rfc8866.html#section-5.13).
struct AttributeFields {
    var name: Range<Int>

    /// What follows the colon; nil when there is none.
    var value: Range<Int>?

    /// Nil when there is no name.
    init?(value line: Range<Int>, in text: Span<UInt8>) {
        let colon = text.firstIndex(of: UInt8(ascii: ":"), in: line)
        guard colon > line.lowerBound else { return nil }
        name = line.lowerBound..<colon
        value = colon < line.upperBound ? colon + 1..<line.upperBound : nil
    }
}
