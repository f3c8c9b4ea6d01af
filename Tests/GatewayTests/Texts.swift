// SPDX-License-Identifier: MIT

/// Offers, answers and forms.
enum Texts {
    static let offer = lines(
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0 1",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=ice-ufrag:uuuu",
        "a=ice-pwd:pppppppppppppppppppppp",
        "a=fingerprint:sha-256 AA:BB",
        "a=setup:actpass",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=mid:1",
        "a=sctp-port:5000"
    )
    static let answer = lines(
        "v=0",
        "o=- 2 2 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=setup:active",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "a=setup:active"
    )
    static let session = #"{"type":"realtime","model":"gpt-realtime"}"#

    static func lines(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() }

    /// A form with parts of a head (lines without their ends) and a content.
    static func form(_ parts: [(head: [String], content: String)], boundary: String = "b") -> String {
        parts.map { "--\(boundary)\r\n" + ($0.head + [""]).map { $0 + "\r\n" }.joined() + $0.content + "\r\n" }.joined()
            + "--\(boundary)--\r\n"
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        // By scalars: CR LF is one character.
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\r": "\\r"
            case "\n": "\\n"
            case "\"", "\\": "\\" + String(scalar)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
