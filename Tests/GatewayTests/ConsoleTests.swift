// SPDX-License-Identifier: MIT

import Cryptography
import HTTPServer
import Signaling
import TextCoding
import Testing

@testable import Gateway

@Suite("The console")
struct ConsoleTests {
    @Test(
        "without a page there is nothing at the root, whatever the method",
        arguments: ["GET", "HEAD", "POST", "OPTIONS"]
    )
    func off(_ method: String) async throws {
        let response = try await Bench().send(method + " /")
        #expect(response.status == 404)
        #expect(response.code == "not_found" || method == "HEAD")
    }

    @Test("anyone gets the page, which may run its own script and load nothing")
    func page() async throws {
        let response = try await Bench { $0.console = ConsolePage() }.send("GET /")
        #expect(response.status == 200)
        #expect(response.fields.value(of: "content-type") == "text/html; charset=utf-8")
        #expect(response.fields.value(of: "x-content-type-options") == "nosniff")
        let policy = try #require(response.fields.value(of: "content-security-policy"))
        for element in ["script", "style"] {
            let inside = try #require(
                response.text.split(separator: "<\(element)>").last?.split(separator: "</\(element)>").first
            )
            let digest = try #require(SHA256Hasher()).digest(of: Array(inside.utf8).span)
            #expect(policy.contains("\(element)-src 'sha256-\(Base64.encode(digest.bytes))'"))
        }
        #expect(policy.hasPrefix("default-src 'none';"))
        #expect(!policy.contains("unsafe"))
        // Nothing of another host, and nothing that the policy would forbid.
        #expect(response.text.matches(of: /(src|href)="(?!data:,)/).isEmpty)
        #expect(!response.text.contains(" style=\"") && !response.text.contains(" onclick=\""))
    }

    @Test("it says of each error code what can be done")
    func remedies() async throws {
        let response = try await Bench { $0.console = ConsolePage() }.send("GET /")
        for code in ErrorCode.allCases { #expect(response.text.contains("\"\(code.rawValue)\":\"")) }
        #expect(response.text.contains(#""invalid_access_key":"Send the access key as Authorization: Bearer.""#))
    }

    @Test("it takes no other method") func methods() async throws {
        let response = try await Bench { $0.console = ConsolePage() }.send("POST /")
        #expect(response.status == 405)
    }
}
