// SPDX-License-Identifier: MIT

extension SessionDescription {
    /// The line of the `m=` line of a section, counted from 1.
    func lineNumber(ofSection index: Int) -> Int {
        1 + mediaSections[..<index].reduce(lines.count) { $0 + $1.lines.count }
    }

    /// The last line.
    var lastLineNumber: Int { mediaSections.reduce(lines.count) { $0 + $1.lines.count } }

    /// The mid of each section, in order.
    ///
    /// A mid is a token of [RFC 8866](https://www.rfc-editor.org/rfc/rfc8866.html#section-9): with a space in it a
    /// group could not name it. Two sections with the same could not be told apart.
    func checkedMids() throws(NegotiationError) -> [String?] {
        var seen: Set<String> = []
        var mids: [String?] = []
        for (index, section) in mediaSections.enumerated() {
            let mid = section.mid
            if let mid {
                guard !mid.isEmpty, mid.utf8.allSatisfy({ $0 > ASCII.space && $0 < ASCII.delete }),
                    seen.insert(mid).inserted
                else { throw NegotiationError(.invalidMid, line: lineNumber(ofSection: index)) }
            }
            mids.append(mid)
        }
        return mids
    }
}

extension MediaSection {
    /// Whether the section carries RTP in one of the ways that
    /// [RFC 9429, section 5.1.2](https://www.rfc-editor.org/rfc/rfc9429.html#section-5.1.2) has as equal.
    var isRTP: Bool {
        switch transport {
        case "UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVP", "RTP/SAVPF",
            "RTP/SAVP", "RTP/AVPF", "RTP/AVP":
            true
        default: false
        }
    }
}
