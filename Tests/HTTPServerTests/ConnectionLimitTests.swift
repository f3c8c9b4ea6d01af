// SPDX-License-Identifier: MIT

import EventLoop
import Foundation
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(1))) struct ConnectionLimitTests {
    private static let get = Array("GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".utf8)

    private func limits(connections: Int, refusals: Int = 64) -> HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.maxConnections = connections
        limits.maxRefusals = refusals
        return limits
    }

    @Test func theConnectionOverTheLimitIsAnsweredWith503() async throws {
        try await TestServer.run(limits(connections: 2)) { server in
            let first = try RawClient(port: server.port)
            try await server.waitForConnections(1)
            #expect(try await server.exchange(Self.get).map(\.status) == [200])
            try await server.waitForConnections(1)
            let second = try RawClient(port: server.port)
            try await server.waitForConnections(2)
            let responses = try await server.exchange(Self.get)
            #expect(responses.map(\.status) == [503])
            #expect(responses.first?.fields["connection"] == "close")
            try await server.waitForConnections(2)
            first.close()
            try await server.waitForConnections(1)
            #expect(try await server.exchange(Self.get).map(\.status) == [200])
            second.close()
        }
    }

    @Test func theRefusalDoesNotWaitForARequest() async throws {
        let responses = try await TestServer.run(limits(connections: 0)) { server in
            try await server.exchange([])
        }
        #expect(responses.map(\.status) == [503])
    }

    @Test func refusalsAreLimitedThemselves() async throws {
        try await TestServer.run(limits(connections: 0, refusals: 1)) { server in
            let refused = try RawClient(port: server.port)
            try await server.waitForConnections(1)
            #expect(try await server.exchange([]).isEmpty)
            refused.close()
            try await server.waitForConnections(0)
            #expect(try await server.exchange(Self.get).map(\.status) == [503])
        }
    }

    @Test func theLimitHoldsForAllServersTogether() async throws {
        let count = ConnectionCount()
        try await TestServer.run(limits(connections: 1), connectionCount: count) { one in
            try await TestServer.run(limits(connections: 1), connectionCount: count) { other in
                let client = try RawClient(port: one.port)
                try await one.waitForConnections(1)
                #expect(try await other.exchange(Self.get).map(\.status) == [503])
                client.close()
                try await one.waitForConnections(0)
                #expect(count.value == 0)
                #expect(try await other.exchange(Self.get).map(\.status) == [200])
            }
        }
    }

    /// Without descriptors the listener stays readable: the loop must neither spin nor forget the waiting client.
    @Test func aServerWithoutDescriptorsWaitsForSome() async {
        await #expect(processExitsWith: .success) {
            try await TestServer.run { server in
                let before = try descriptorLimit()
                let next = dup(0)
                close(next)
                // The client takes the last one: there is none for the server's end of the connection.
                try setDescriptorLimit(rlim_t(next + 1))
                let client = try Confined(RawClient(port: server.port))
                #expect(try await server.turnsInAWhile() < 100, "the loop spins on the listener")
                #expect(try await server.connectionCount() == 0)
                try setDescriptorLimit(before)
                let received = try await blocking {
                    try client.value.send(Self.get)
                    return try client.value.receiveAll()
                }
                #expect(try ReceivedResponse.parseAll(received).map(\.status) == [200])
            }
        }
    }
}

private let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

private func descriptorLimit() throws -> rlim_t {
    var limit = rlimit()
    guard unsafe getrlimit(descriptors, &limit) == 0 else { throw RawClient.Failure(call: "getrlimit", code: errno) }
    return limit.rlim_cur
}

private func setDescriptorLimit(_ soft: rlim_t) throws {
    var limit = rlimit()
    guard unsafe getrlimit(descriptors, &limit) == 0 else { throw RawClient.Failure(call: "getrlimit", code: errno) }
    limit.rlim_cur = soft
    guard unsafe setrlimit(descriptors, &limit) == 0 else { throw RawClient.Failure(call: "setrlimit", code: errno) }
}
