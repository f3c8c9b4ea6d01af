// SPDX-License-Identifier: MIT

import Testing

@testable import Gateway

@Suite("Parameters of header fields")
struct HeaderParameterTests {
    /// The value of a parameter of `x; TEXT`.
    private func parameter(_ name: StaticString, in text: String) -> String? {
        let field = Array("x;\(text)".utf8)
        return HeaderParameters.value(of: name, in: field.indices, of: field.span)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "a value is found and unquoted",
        arguments: [
            ("n=v", "v"), (" n = v ", "v"), ("n=\"v\"", "v"), ("n=\"v w;x=y\"", "v w;x=y"),
            ("n=\"a\\\"b\\\\\"", "a\"b\\"),
            ("N=v", "v"), ("x=1; n=v", "v"), ("x=\"n=w\"; n=v", "v"), ("n=v; n=w", "v"), ("x; n=v", "v"),
            (";;n=v", "v"),
            ("n=", ""), ("n=\"\"", ""), ("n=a=b", "a=b"), ("n=\"v\" garbage; x=1", "v"), ("xn=1;n=v", "v"),
            ("n=\t v\t", "v"),
        ]
    )
    func found(_ text: String, _ value: String) {
        #expect(parameter("n", in: text) == value)
    }

    @Test(
        "none is found",
        arguments: [
            "", "n", ";", "x=n", "nn=v", "n=\"", "n=\"v", "n=\"v\\", "n=\"v\\\"", "x=\"; n=v", "x=\"n=v\"", "\"n\"=v",
        ]
    )
    func notFound(_ text: String) {
        #expect(parameter("n", in: text) == nil)
    }

    @Test(
        "a boundary may be quoted",
        arguments: [
            ("multipart/form-data; boundary=b", "b"), ("Multipart/Form-Data;boundary=\"a b\"", "a b"),
            ("multipart/form-data; charset=utf-8; boundary=b", "b"), ("multipart/form-data", nil),
            ("multipart/form-data; boundary=\"b", nil),
        ] as [(String, String?)]
    )
    func boundary(_ type: String, _ boundary: String?) throws {
        let head = try Bench.head("POST /", ["Content-Type: " + type])
        #expect(ContentType(of: head) == .multipart)
        #expect(ContentType.boundary(of: head) == boundary.map { Array($0.utf8) })
    }
}
