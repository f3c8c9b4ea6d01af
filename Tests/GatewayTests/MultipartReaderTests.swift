// SPDX-License-Identifier: MIT

import Testing

@testable import Gateway

@Suite("Multipart reader")
struct MultipartReaderTests {
    /// The named parts as `name=content`.
    private func parts(_ body: String, boundary: String = "b") throws -> [String] {
        let bytes = Array(body.utf8)
        var parts: [String] = []
        try MultipartReader.forEachPart(of: bytes, boundary: Array(boundary.utf8)) { name, content in
            parts.append(String(decoding: name + Array("=".utf8) + bytes[content], as: UTF8.self))
        }
        return parts
    }

    private func failure(_ body: String, boundary: String = "b") -> MultipartReader.Failure? {
        do throws(MultipartReader.Failure) {
            try MultipartReader.forEachPart(of: Array(body.utf8), boundary: Array(boundary.utf8)) { _, _ in }
            return nil
        } catch {
            return error
        }
    }

    private let disposition = "Content-Disposition: form-data; name="

    // MARK: What real clients send

    @Test(
        "openai-python's and curl's form",
        arguments: ["0123456789abcdef0123456789abcdef", "------------------------0123456789abcdef"]
    )
    func openAIPython(_ boundary: String) throws {
        let form = Texts.form(
            [
                (["Content-Disposition: form-data; name=\"sdp\"", "Content-Type: application/sdp"], Texts.offer),
                (
                    ["Content-Disposition: form-data; name=\"session\"", "Content-Type: application/json"],
                    Texts.session
                ),
            ],
            boundary: boundary
        )
        #expect(try parts(form, boundary: boundary) == ["sdp=" + Texts.offer, "session=" + Texts.session])
    }

    @Test("Node's strings without types and blobs with filenames")
    func node() throws {
        let boundary = "----formdata-undici-012345678901"
        let form = Texts.form(
            [
                (
                    [
                        "Content-Disposition: form-data; name=\"session\"; filename=\"blob\"",
                        "Content-Type: application/json",
                    ], "{}"
                ),
                (
                    [
                        "Content-Disposition: form-data; name=\"sdp\"; filename=\"offer.sdp\"",
                        "Content-Type: text/plain",
                    ], "v=0\r\n"
                ),
                (["Content-Disposition: form-data; name=\"other\""], ""),
            ],
            boundary: boundary
        )
        #expect(try parts(form, boundary: boundary) == ["session={}", "sdp=v=0\r\n", "other="])
    }

    // MARK: Framing

    @Test(
        "the content keeps all its bytes but the line end of the delimiter",
        arguments: [
            "", "\r\n", "\n", "\r", "a\r\n\r\n", "\r\n--", "x--b", "\r\n-b", "\n--b\n", "\r\n\r\n--\r\nb",
        ]
    )
    func contents(_ content: String) throws {
        #expect(try parts("--b\r\n\(disposition)a\r\n\r\n\(content)\r\n--b--") == ["a=" + content])
    }

    @Test("an empty content may share its line end with the head's")
    func sharedLineEnd() throws {
        #expect(try parts("--b\r\n\(disposition)a\r\n\r\n--b--") == ["a="])
        #expect(try parts("--b\r\n\(disposition)a\r\n\r\n--b\r\n\(disposition)c\r\n\r\nd\r\n--b--") == ["a=", "c=d"])
    }

    @Test(
        "what stands before the first delimiter and behind the last is passed over",
        arguments: [
            ("", ""), ("\r\n", "\r\n"), ("preamble\r\n", "\r\nepilogue"), ("--c\r\n\r\n", "--b\r\n\r\n"),
            ("-- b\r\n", "\r\n--b\r\nContent-Disposition: form-data; name=z\r\n\r\nz\r\n--b--"),
        ]
    )
    func surroundings(_ preamble: String, _ epilogue: String) throws {
        #expect(try parts("\(preamble)--b\r\n\(disposition)a\r\n\r\n1\r\n--b--\(epilogue)") == ["a=1"])
    }

    @Test("spaces and tabs may stand behind a delimiter")
    func padding() throws {
        #expect(
            try parts("--b \t\r\n\(disposition)a\r\n\r\n1\r\n--b  \r\n\(disposition)c\r\n\r\n2\r\n--b--\t") == [
                "a=1", "c=2",
            ]
        )
    }

    @Test("a form without parts has none")
    func noParts() throws {
        #expect(try parts("--b--") == [])
        #expect(try parts("\r\n--b--\r\n") == [])
    }

    @Test("a boundary may have any of its characters, up to 70")
    func boundaries() throws {
        for boundary in ["'()+_,-./:=?", "a b", String(repeating: "x", count: 70), "-", "--"] {
            #expect(
                try parts("--\(boundary)\r\n\(disposition)a\r\n\r\n1\r\n--\(boundary)--", boundary: boundary) == ["a=1"]
            )
        }
        #expect(failure("--\r\n", boundary: "")?.message == "the boundary must have 1 to 70 characters")
        let long = String(repeating: "x", count: 71)
        #expect(failure("--\(long)--", boundary: long)?.offset == 0)
    }

    // MARK: Heads

    @Test(
        "names are found in any spelling",
        arguments: [
            "Content-Disposition: form-data; name=\"a\"", "content-disposition:form-data;name=a",
            "CONTENT-DISPOSITION : FORM-DATA ; NAME = a",
            "Content-Type: x\r\nContent-Disposition: form-data; name=\"a\"",
            "Content-Disposition: form-data; filename=\"x;name=b\"; name=\"a\"",
            "Content-Disposition: form-data; filename=\"\\\"; name=b\\\"\"; name=\"\\a\"",
            "Content-Disposition: form-data; x; name=a; y=z", "Content-Disposition: form-data; name=a\r\nX: y",
            "Content-Disposition: form-data; filename*=UTF-8''n; name=\"a\"",
        ]
    )
    func names(_ head: String) throws {
        #expect(try parts("--b\r\n\(head)\r\n\r\n1\r\n--b--") == ["a=1"])
    }

    @Test(
        "a part without a name is passed over",
        arguments: [
            "Content-Type: text/plain\r\n", "Content-Disposition: form-data\r\n",
            "Content-Disposition: attachment; name=a\r\n",
            "Content-Disposition: form-data; filename=a\r\n", "no colon\r\n", "",
            "Content-Disposition: form-data; name=\"a\r\n",
            "Content-Disposition: form-data; name\r\n", "X-Content-Disposition: form-data; name=a\r\n",
            "Content-Disposition: form-data; filename=\"x; name=a\r\n",
        ]
    )
    func withoutNames(_ head: String) throws {
        #expect(try parts("--b\r\n\(head)\r\n1\r\n--b\r\n\(disposition)c\r\n\r\n2\r\n--b--") == ["c=2"])
    }

    @Test("names keep what stands in them")
    func oddNames() throws {
        #expect(try parts("--b\r\n\(disposition)\"a b;é\"\r\n\r\n1\r\n--b--") == ["a b;é=1"])
        #expect(try parts("--b\r\n\(disposition)\"\"\r\n\r\n1\r\n--b--") == ["=1"])
    }

    // MARK: Broken bodies

    @Test(
        "a broken body is refused with the place",
        arguments: [
            ("", "the boundary does not occur", 0), ("v=0\r\n", "the boundary does not occur", 0),
            ("--c\r\n", "the boundary does not occur", 0), ("x--b\r\n", "the boundary does not occur", 0),
            ("\n--b\r\n", "the boundary does not occur", 0), ("--b", "the closing boundary is cut off", 3),
            ("--b-", "the closing boundary is cut off", 3), ("--bc\r\n", "a boundary is not followed by a line end", 3),
            ("--b\nx", "a boundary is not followed by a line end", 3),
            ("--b - \r\n", "a boundary is not followed by a line end", 4),
            ("--b   ", "a boundary is not followed by a line end", 6),
            ("--b\r\n", "a part has no empty line after its fields", 5),
            ("--b\r\nA: b\r\n", "a part has no empty line after its fields", 5),
            ("--b\r\nA: b\n\nc\r\n--b--", "a part has no empty line after its fields", 5),
            ("--b\r\n\r\n", "the closing boundary is missing", 7),
            ("--b\r\n\r\nabc", "the closing boundary is missing", 10),
            ("--b\r\n\r\nabc--b--", "the closing boundary is missing", 15),
            ("--b\r\n\r\na\r\n--b", "the closing boundary is cut off", 13),
            ("--b\r\n\r\na\r\n--bb--", "a boundary is not followed by a line end", 13),
        ]
    )
    func broken(_ body: String, _ message: String, _ offset: Int) {
        #expect(failure(body) == MultipartReader.Failure(message: message, offset: offset))
    }

    @Test("every prefix of a form is refused")
    func prefixes() {
        let form = Texts.form([([disposition + "a"], "1"), ([disposition + "c"], "")])
        // Without the last line end, or with all of it, the form is complete.
        for count in 0..<form.utf8.count - 2 {
            #expect(failure(String(decoding: Array(form.utf8)[..<count], as: UTF8.self)) != nil, "\(count)")
        }
        #expect(failure(form) == nil)
    }

    // MARK: Limits

    @Test("there may be 32 parts, named or not")
    func partLimit() throws {
        func form(_ count: Int, _ head: [String]) -> String {
            Texts.form((0..<count).map { _ in (head, "") })
        }
        #expect(try parts(form(32, [disposition + "a"])).count == 32)
        for head in [[disposition + "a"], ["X: y"], []] {
            #expect(failure(form(32, head)) == nil)
            #expect(failure(form(33, head))?.message == "there are more than 32 parts")
        }
    }

    @Test("the fields of a part may have 4096 bytes")
    func headLimit() throws {
        func form(_ count: Int) -> String {
            let field = disposition + "a; x="
            return Texts.form([([field + String(repeating: "x", count: count - field.utf8.count)], "1")])
        }
        #expect(try parts(form(4096)) == ["a=1"])
        #expect(failure(form(4097))?.message == "a part has no empty line after its fields")
    }

    @Test("a content of half delimiters is no delimiter")
    func hostileContent() throws {
        let boundary = String(repeating: "a", count: 70)
        let content =
            String(repeating: "\r\n--" + String(repeating: "a", count: 69), count: 100)
            + String(repeating: "a", count: 10_000)
        let form = Texts.form([([disposition + "c"], "x" + content.replacing(boundary, with: "b"))], boundary: boundary)
        #expect(try parts(form, boundary: boundary).first?.hasPrefix("c=x\r\n--aaa") == true)
    }
}
