// SPDX-License-Identifier: MIT

internal import Foundation

/// Offers and answers, small ones and those of the fixtures.
enum Offers {
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
    /// Without a data channel, which is worth a warning at line 6.
    static let audioOnly = lines(
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=ice-ufrag:uuuu",
        "a=ice-pwd:pppppppppppppppppppppp",
        "a=fingerprint:sha-256 AA:BB",
        "a=setup:actpass"
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

    /// An offer that the check refuses, and what it says.
    struct Refused: CustomStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        /// The first error, as `line:column: error: message [code]`.
        let finding: String

        var description: String { name }
    }

    /// One file for each reason to refuse an offer, and more.
    static let refused: [Refused] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/sdp/refused")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".sdp") }.sorted().compactMap { name in
            let file = folder.appending(path: name)
            guard let bytes = try? Data(contentsOf: file),
                let findings = try? String(
                    contentsOf: file.deletingPathExtension().appendingPathExtension("expected"),
                    encoding: .utf8
                )
            else { return nil }
            let errors = findings.split(separator: "\n").filter { $0.contains(" error: ") }
            return errors.first.map { Refused(name: name, bytes: Array(bytes), finding: String($0)) }
        }
    }()

    private static func lines(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() }
}
