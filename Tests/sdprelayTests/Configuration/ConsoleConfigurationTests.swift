// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

struct ConsoleConfigurationTests {
    @Test(
        "The console is there on loopback addresses only, unless the configuration says otherwise",
        arguments: [
            ("127.0.0.1:8080", nil, true), ("[::1]:8080", nil, true), ("localhost:8080", nil, true),
            ("0.0.0.0:8080", nil, false), (":8080", nil, false), ("192.0.2.1:80", nil, false),
            ("0.0.0.0:8080", true, true), ("127.0.0.1:8080", false, false),
        ] as [(String, Bool?, Bool)]
    )
    func isShown(listen: String, configured: Bool?, expected: Bool) throws {
        let console = configured.map { "console: \($0)," } ?? ""
        let text = oneProvider(root: "listen: '\(listen)', open: true, \(console)")
        #expect(try loaded(text).showsConsole == expected)
    }
}
