// SPDX-License-Identifier: MIT

import EventLoop
import HTTPServer
import Testing

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("0.0.0.0:0", "0.0.0.0:0"),
        ("[::1]:65535", "[::1]:65535"),
        ("[2001:DB8:0:0::1]:1", "[2001:db8::1]:1"),
        (":8080", ":8080"),
        ("localhost:8080", "127.0.0.1:8080"),
    ])
    func readsAddresses(text: String, canonical: String) throws {
        #expect(try ListenAddress(parsing: text).description == canonical)
    }

    @Test(arguments: [
        "", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1: 1",
        "127.1:80", "example.org:80", "::1:80", "[::1]", "[127.0.0.1]:80", "[::1:80", "[]:80", "127.0.0.1:http",
    ])
    func refusesEverythingElse(text: String) {
        #expect(throws: ListenError.invalidAddress) { try ListenAddress(parsing: text) }
    }

    @Test func socketsShareThePortThatTheFirstGot() throws {
        let sockets = try ListenAddress(parsing: "127.0.0.1:0").bind(count: 3)
        #expect(sockets.count == 3)
        #expect(Set(sockets.map(\.port)).count == 1)
        #expect(sockets.first?.port != 0)
    }

    @Test func aPortInUseIsNotShared() throws {
        let sockets = try ListenAddress(parsing: "127.0.0.1:0").bind()
        let address = try ListenAddress(parsing: "127.0.0.1:\(sockets[0].port)")
        #expect(throws: ListenError.addressInUse) { try address.bind() }
        sockets[0].close()
        sockets[0].close()
        #expect(try address.bind(count: 2).count == 2)
    }

    @Test func anAddressOfAnotherMachineIsUnavailable() throws {
        // RFC 5737: no machine has it.
        #expect(throws: ListenError.addressUnavailable) { try ListenAddress(parsing: "192.0.2.1:0").bind() }
    }

    @Test func allAddressesIncludeIPv4() throws {
        let sockets = try ListenAddress(parsing: ":0").bind()
        #expect(throws: Never.self) { try RawClient(port: sockets[0].port) }
    }

    @Test func addressesAreReadAndWritten() {
        #expect(IPAddress("::ffff:192.0.2.1")?.isIPv6 == true)
        #expect(IPAddress("192.0.2.1")?.isIPv6 == false)
        #expect(IPAddress("192.0.2.256") == nil)
        #expect(IPAddress("::1").map { SocketAddress(ip: $0, port: 80).description } == "[::1]:80")
        #expect(IPAddress("192.0.2.1").map { SocketAddress(ip: $0, port: 80).description } == "192.0.2.1:80")
    }

    @Test func theHandlerLearnsTheClientsAddress() async throws {
        let responses = try await TestServer.run { server in
            try await server.exchange(Array("GET /address HTTP/1.0\r\n\r\n".utf8))
        }
        #expect(responses.map(\.body) == ["127.0.0.1"])
    }
}
