// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

@Suite struct RequestHeadTests {
    private static let text =
        "POST /v1/calls?model=m HTTP/1.1\r\nHost: h\r\nX-One:  first \r\nx-one: second\r\nX-Empty:\r\n\r\n"

    private func head() throws -> RequestHead { try RequestHead(parsing: Array(Self.text.utf8)) }

    @Test func hasTheRequestLinesParts() throws {
        let head = try head()
        #expect(head.method == .post)
        #expect(head.path == "/v1/calls")
        #expect(head.query == "model=m")
        #expect(head.minorVersion == 1)
        #expect(head.bytes == Array(Self.text.utf8))
    }

    @Test func findsTheFirstFieldOfANameInAnyCase() throws {
        let head = try head()
        #expect(head.value(of: "x-one") == "first")
        #expect(head.valueRange(of: "x-one").map(head.string) == "first")
        #expect(head.value(of: "x-empty") == "")
        #expect(head.value(of: "x-on") == nil)
        #expect(head.value(of: "x-two") == nil)
    }

    @Test func listsAllFieldsInOrder() throws {
        let head = try head()
        var fields: [String] = []
        head.forEachField { name, value in fields.append("\(head.string(name))=\(head.string(value))") }
        #expect(fields == ["Host=h", "X-One=first", "x-one=second", "X-Empty="])
    }

    @Test func ignoresWhatFollowsTheHead() throws {
        #expect(try RequestHead(parsing: Array((Self.text + "rest").utf8)).bytes == Array(Self.text.utf8))
    }

    @Test func refusesAHeadThatIsCutShort() {
        #expect(throws: HTTPServerFailure.malformedRequest(.endOfInput)) {
            try RequestHead(parsing: Array(Self.text.utf8.dropLast()))
        }
    }

    @Test func methodsAreTheirNames() throws {
        let known: [HTTPMethod] = [.get, .head, .post, .put, .patch, .delete, .options]
        for method in known + [HTTPMethod(rawValue: "BREW")] {
            let head = try RequestHead(parsing: Array("\(method) / HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
            #expect(head.method == method)
            #expect(head.method.rawValue == method.description)
        }
    }
}
