// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

struct BaseURLTests {
    @Test(
        "Every usual way of writing a base URL",
        arguments: [
            ("https://api.openai.com", "https://api.openai.com", "https://api.openai.com"),
            ("https://api.openai.com/", "https://api.openai.com", "https://api.openai.com"),
            ("https://api.openai.com/v1", "https://api.openai.com", "https://api.openai.com"),
            ("https://api.openai.com/v1/", "https://api.openai.com", "https://api.openai.com"),
            ("https://h.example:8443/openai/v1//", "https://h.example:8443/openai", "https://h.example:8443"),
            ("http://h.example/v1/x", "http://h.example/v1/x", "http://h.example"),
            ("http://h.example/av1", "http://h.example/av1", "http://h.example"),
            ("http://[::1]:9000/v1", "http://[::1]:9000", "http://[::1]:9000"),
            ("http://[2001:db8::1]", "http://[2001:db8::1]", "http://[2001:db8::1]"),
            ("http://h:1", "http://h:1", "http://h:1"),
            ("http://h:65535", "http://h:65535", "http://h:65535"),
        ]
    )
    func normalises(text: String, expected: String, origin: String) throws {
        let url = try #require(BaseURL(text))
        #expect(url.text == expected)
        #expect(url.origin == origin)
        #expect(url.isPlainHTTP == text.hasPrefix("http:"))
    }

    @Test(
        "What is no base URL",
        arguments: [
            "", "api.openai.com", "ftp://h", "https:/h", "https://", "https:///v1", "https://user@h", "https://u:p@h",
            "https://h?x=1", "https://h#x", "https://h/a b", "https://h/\u{e4}", "https://h/\n", "https://h\\x",
            "http://h:0", "http://h:65536", "http://h:", "http://h:80a", "http://h:+1", "http://:80", "http://::1",
            "http://[::1", "http://[::1]x", "http://[127.0.0.1]", "http://a]b",
        ]
    )
    func refuses(text: String) {
        #expect(BaseURL(text) == nil)
    }
}
