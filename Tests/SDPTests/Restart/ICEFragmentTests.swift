// SPDX-License-Identifier: MIT

import SDP
import Testing

@Suite("Fragments that restart ICE")
struct ICEFragmentTests {
    private static let session = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"

    private static func fragment(_ text: String) -> ICEFragment? {
        let bytes = Array(text.utf8)
        return ICEFragment(parsing: bytes.span)
    }

    @Test("credentials are those of the session, else of the first section that has some")
    func credentials() {
        let section = "a=group:BUNDLE 0\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n"
        for text in [Self.session + section, section + Self.session, Self.session] {
            let fragment = Self.fragment(text)
            #expect(fragment?.credentials == ICECredentials(ufrag: "EsAw", pwd: "P2uYro0UCOQ4zxjKXaWCBui1"))
        }
    }

    @Test(
        "what has no credentials is none",
        arguments: [
            "", "a=mid:0\r\n", "a=ice-ufrag:EsAw\r\n", "a=ice-ufrag:EsAw\r\na=ice-pwd:short\r\n",
            "m=audio\r\na=ice-ufrag:EsAw\r\n", "\u{0}",
        ]
    )
    func none(_ text: String) {
        let fragment = Self.fragment(text)
        #expect(fragment?.credentials == nil)
    }

    @Test("an answer's fragment has its credentials and candidates, and reads as one")
    func serialized() throws {
        let answer =
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-lite\r\na=group:BUNDLE 0\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n" + Self.session
            + "a=candidate:1 1 udp 1 192.0.2.1 5000 typ host\r\n"
        let text = ICEFragment.serialized(of: try SessionDescription.parse(Array(answer.utf8).span))
        #expect(
            String(decoding: text, as: UTF8.self)
                == "a=ice-lite\r\na=group:BUNDLE 0\r\n" + Self.session
                + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
                + "a=candidate:1 1 udp 1 192.0.2.1 5000 typ host\r\na=end-of-candidates\r\n"
        )
        let fragment = ICEFragment(parsing: text.span)
        #expect(fragment?.credentials.ufrag == "EsAw")
    }

    @Test("credentials are replaced wherever they stand, and nothing else is")
    func replacing() throws {
        let offer = "v=0\r\ns=-\r\nm=audio 9 A 1\r\n" + Self.session + "a=x:1\r\nm=video 9 A 1\n" + Self.session
        let credentials = try #require(ICECredentials(ufrag: "abcd", pwd: "0123456789012345678901"))
        let replaced = try SessionDescription.parse(Array(offer.utf8).span).replacingCredentials(by: credentials)
        let expected = offer.replacing("EsAw", with: "abcd").replacing(
            "P2uYro0UCOQ4zxjKXaWCBui1",
            with: "0123456789012345678901"
        )
        #expect(String(decoding: replaced.serialized, as: UTF8.self) == expected)
    }
}
