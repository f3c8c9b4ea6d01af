// SPDX-License-Identifier: MIT

import Testing

/// `Expect: 100-continue`, RFC 9110 section 10.1.1.
@Suite struct ContinueTests {
    private static let interim = "HTTP/1.1 100 Continue\r\n\r\n"

    private func head(_ path: String, _ length: Int) -> String {
        "POST \(path) HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: \(length)\r\n\r\n"
    }

    @Test func isAnsweredBeforeTheBodyComes() async throws {
        let head = head("/x", 3)
        let received = try await TestServer.run { server in
            try await blocking { [port = server.port] in
                let client = try RawClient(port: port)
                try client.send(head)
                #expect(try client.receive(until: "\r\n\r\n") == Self.interim)
                try client.send("abc")
                return try client.receiveAll()
            }
        }
        #expect(try ReceivedResponse.parseAll(received).map(\.body) == ["POST /x 1.1 [abc]"])
    }

    @Test(arguments: [("/forbidden", 3, 403), ("/x", 1001, 413)])
    func isNotAnsweredForABodyThatIsNotWanted(path: String, length: Int, status: Int) async throws {
        let responses = try await TestServer.run { server in
            try await server.exchange(Array(head(path, length).utf8))
        }
        #expect(responses.map(\.status) == [status])
    }

    @Test func isNotAnsweredForABodyThatIsThere() async throws {
        let responses = try await TestServer.run { server in
            try await server.exchange(Array((head("/x", 3) + "abc").utf8))
        }
        #expect(responses.map(\.status) == [200])
    }
}
