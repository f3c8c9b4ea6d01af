// SPDX-License-Identifier: MIT

/// The findings about bytes, before lines have a meaning.
extension SDPFinding {
    init(_ fault: TextFault, in line: TextLine) {
        let column = line.column(of: fault.offset)
        switch fault.kind {
        case .notUTF8:
            self.init(.notUTF8, line: line.number, column: column, "The text is not UTF-8.")
        case .controlCharacter:
            self.init(
                .controlCharacter,
                line: line.number,
                column: column,
                "There is a control character; only tabs and line ends may be in SDP."
            )
        case .strayCarriageReturn:
            self.init(
                .controlCharacter,
                line: line.number,
                column: column,
                "There is a CR without an LF: lines end with CR LF."
            )
        }
    }

    /// The finding for an offer that begins like a JSON object.
    static func jsonOffer(_ offer: Span<UInt8>) -> SDPFinding? {
        var line = 1
        var lineStart = 0
        var index = 0
        while index < offer.count {
            switch offer[index] {
            case ASCII.lineFeed:
                line += 1
                lineStart = index + 1
            case ASCII.space, ASCII.tab, ASCII.carriageReturn:
                break
            case UInt8(ascii: "{"):
                return SDPFinding(
                    .jsonOffer,
                    line: line,
                    column: index - lineStart + 1,
                    "The offer is JSON: post it as application/json, or post only the string in its sdp member."
                )
            default:
                return nil
            }
            index += 1
        }
        return nil
    }

    /// The finding for an offer that does not begin with `v=0`, with a hint where the mistake is a known one.
    static func notSDP(beginningOf offer: Span<UInt8>) -> SDPFinding {
        let all = 0..<offer.count
        let message =
            if offer.hasPrefix("\"", in: all) {
                "The offer is a JSON string: post the text itself, without quotation marks and escapes."
            } else if offer.hasPrefix("--", in: all) {
                "The offer is a multipart body: post it as multipart/form-data with its boundary."
            } else if offer.hasPrefix("v=0\\", in: all) {
                "The line ends are escaped as text: post CR LF as bytes."
            } else {
                "SDP begins with the line v=0, with nothing before it, not even a byte order mark or a blank line."
            }
        return SDPFinding(.notSDP, line: 1, message)
    }
}
