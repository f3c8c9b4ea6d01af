// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Names, queries and field lines")
struct TextTests {
    @Test(
        "a model is split at the name of a provider and nowhere else",
        arguments: [
            ("m", nil, "m"), ("openai/m", "openai", "m"), ("local/org/m", "local", "org/m"), ("org/m", nil, "org/m"),
            ("openai/", "openai", ""), ("/m", nil, "/m"), ("", nil, ""), ("OpenAI/m", nil, "OpenAI/m"),
            ("openai", nil, "openai"), ("openai/openai/m", "openai", "openai/m"), ("openai /m", nil, "openai /m"),
        ] as [(String, String?, String)]
    )
    func modelNames(_ text: String, _ provider: String?, _ model: String) {
        let name = ModelName(text) { ["openai", "local"].contains($0) }
        #expect(name.provider == provider)
        #expect(name.model == model)
    }

    @Test("a provider takes its own prefix away and no other's")
    func bareModels() {
        #expect(Exchanges.openAI().bareModel("openai/m") == "m")
        #expect(Exchanges.openAI().bareModel("local/m") == "local/m")
    }

    @Test(
        "everything but unreserved characters is encoded",
        arguments: [
            ("", ""), ("azAZ09-._~", "azAZ09-._~"), ("a b+c", "a%20b%2Bc"),
            ("a/b?c#d&e=f%", "a%2Fb%3Fc%23d%26e%3Df%25"),
            ("é😀", "%C3%A9%F0%9F%98%80"), ("\r\n\u{0}\u{7f}", "%0D%0A%00%7F"),
        ]
    )
    func encoding(_ text: String, _ encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decodeQueryValue(Array(encoded.utf8)[...]) == text)
    }

    @Test(
        "a query value is decoded with plus as a space",
        arguments: [
            ("a+b%2Bc", "a b+c"), ("%e9%80%9a%E9%81%93", "通道"), ("%41%6a", "Aj"), ("%00", "\u{0}"), ("=&", "=&"),
        ]
    )
    func decoding(_ encoded: String, _ text: String) {
        #expect(PercentEncoding.decodeQueryValue(Array(encoded.utf8)[...]) == text)
    }

    @Test(
        "a broken escape or a result that is not UTF-8 is refused",
        arguments: [
            "%", "a%", "%4", "%4g", "%g4", "%%41", "%ff", "%c3", "%ed%a0%80", "%c0%af", "%+1",
        ]
    )
    func brokenEncoding(_ encoded: String) {
        #expect(PercentEncoding.decodeQueryValue(Array(encoded.utf8)[...]) == nil)
    }

    private let block = FieldBlock(
        Array(
            ("HTTP/1.1 201 Created\r\nContent-Type: application/sdp\r\nX-Request-ID:\t req_1 \r\nx-request-id: second\r\n"
                + "x-ratelimit-limit-requests: 10\r\nX-RateLimit-Remaining-Tokens:7\r\nEmpty:\r\nno colon\r\n"
                + "Colons: a: b\r\nx-ratelimit\r\nlf: x\n\r\n").utf8
        )
    )

    @Test("a field is found whatever the case of its name, the first of several, without white space around it")
    func fieldValues() {
        #expect(block.value(of: "content-type") == "application/sdp")
        #expect(block.value(of: "x-request-id") == "req_1")
        #expect(block.value(of: "empty") == "")
        #expect(block.value(of: "colons") == "a: b")
        #expect(block.value(of: "lf") == "x")
    }

    @Test("what is no field is not found")
    func missingFields() {
        #expect(block.value(of: "location") == nil)
        #expect(block.value(of: "http/1.1 201 created") == nil)
        #expect(block.value(of: "no colon") == nil)
        #expect(block.value(of: "content-typ") == nil)
        #expect(FieldBlock([]).value(of: "a") == nil)
    }

    @Test("fields of a prefix are given in order, as they came")
    func fieldPrefix() {
        var found: [String] = []
        block.forEachField(prefix: "x-ratelimit-") { name, value in
            found.append(String(decoding: block.bytes[name] + Array("=".utf8) + block.bytes[value], as: UTF8.self))
        }
        #expect(found == ["x-ratelimit-limit-requests=10", "X-RateLimit-Remaining-Tokens=7"])
    }

    @Test("bytes that are not UTF-8 are replaced in a value")
    func notUTF8() {
        let block = FieldBlock(Array("a: x".utf8) + [0xff] + Array("\r\n".utf8))
        #expect(block.value(of: "a") == "x\u{fffd}")
    }
}
