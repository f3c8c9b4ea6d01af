// SPDX-License-Identifier: MIT

/// The check of an answer before the client gets it, unchanged.
public enum AnswerCheck {
    /// Looks at an answer in one pass, and throws the first reason why no client could use it.
    ///
    /// An answer begins with `v=0`, has as many media sections as the offer, rejected ones included
    /// ([RFC 3264, section 6](https://www.rfc-editor.org/rfc/rfc3264.html#section-6)), and says at some level who opens
    /// the DTLS association ([RFC 8842, section 5.3](https://www.rfc-editor.org/rfc/rfc8842.html#section-5.3)).
    public static func check(_ answer: Span<UInt8>, offerMediaSectionCount: Int) throws(SDPFinding) {
        var scanner = LineScanner()
        guard let first = scanner.next(in: answer), first.isVersionZero(in: answer) else {
            throw SDPFinding(.answerNotSDP, line: 1, "The answer does not begin with the line v=0.")
        }
        var lastLine = first.number
        var mediaSectionCount = 0
        var hasSetup = false
        while let line = scanner.next(in: answer) {
            lastLine = line.number
            switch line.type(in: answer) {
            case UInt8(ascii: "m"): mediaSectionCount += 1
            case UInt8(ascii: "a"): hasSetup = hasSetup || isSetup(line.value, in: answer)
            default: break
            }
        }
        guard mediaSectionCount == offerMediaSectionCount else {
            throw SDPFinding(
                .answerMediaSectionCount,
                line: lastLine,
                "The answer has \(mediaSectionCount) media sections where the offer has \(offerMediaSectionCount)."
            )
        }
        guard hasSetup else {
            throw SDPFinding(
                .answerWithoutSetup,
                line: lastLine,
                "The answer has neither a=setup:active nor a=setup:passive."
            )
        }
    }

    private static func isSetup(_ attribute: Range<Int>, in answer: Span<UInt8>) -> Bool {
        answer.equals("setup:active", in: attribute) || answer.equals("setup:passive", in: attribute)
    }
}
