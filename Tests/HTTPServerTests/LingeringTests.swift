// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

/// Early answers reach clients that go on sending, within bounds.
@Suite(.timeLimit(.minutes(1))) struct LingeringTests {
    private static let megabytes = [UInt8](repeating: 0x61, count: 5_000_000)

    @Test(arguments: [
        ("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5000000\r\n\r\n", 413),
        ("POST /forbidden HTTP/1.1\r\nHost: h\r\nContent-Length: 5000000\r\n\r\n", 403),
        ("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4c4b40\r\n", 413),
        ("POST /x HTTP/1.1\r\nHost: h\r\nX: ", 431),
        ("POST /", 414),
        ("POST /x\r\n", 400),
    ])
    func aClientThatSendsMegabytesRegardlessSeesItsAnswer(head: String, status: Int) async throws {
        let responses = try await TestServer.run { server in
            try await server.exchange(Array(head.utf8) + Self.megabytes)
        }
        #expect(responses.map(\.status) == [status])
    }

    @Test func aBodyOfMegabytesIsReadWhereItIsAllowed() async throws {
        let head = "POST /megabytes HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n"
        let responses = try await TestServer.run { server in
            try await server.exchange(Array(head.utf8) + Self.megabytes)
        }
        #expect(responses.map(\.status) == [200])
        #expect(responses.first?.body.utf8.count == 5_000_000 + "POST /megabytes 1.1 []".utf8.count)
    }

    @Test func discardsNoMoreThanTheLimit() async throws {
        var limits = HTTPServerLimits()
        limits.lingerBytes = 100_000
        try await TestServer.run(limits) { server in
            try await blocking { [port = server.port] in
                let client = try RawClient(port: port)
                #expect(throws: RawClient.Failure.self) {
                    try client.send("POST /x\r\n")
                    while true { try client.send(Self.megabytes) }
                }
            }
        }
    }

    @Test func doesNotWaitLongerThanTheLimit() async throws {
        var limits = HTTPServerLimits()
        limits.lingerTimeout = .milliseconds(30)
        try await TestServer.run(limits) { server in
            let client = try Confined(RawClient(port: server.port))
            let received = try await blocking {
                try client.value.send("POST /x\r\n")
                return try client.value.receiveAll()
            }
            #expect(try ReceivedResponse.parseAll(received).map(\.status) == [400])
            // The client has not closed.
            try await server.waitForConnections(0)
            client.value.close()
        }
    }
}
