// SPDX-License-Identifier: MIT

import EventLoop
import Foundation
import Testing

@testable import UpstreamHTTP

@Suite("An exchange")
struct ExchangeTests {
    @Test("gives back the status, the fields and the content")
    func givesBackTheResponse() async throws {
        let upstream = try Upstream()
        let response = try await withClient { client, _ in try await client.perform(.post(upstream.url("/ok/x"))) }
        #expect(response.status == 201)
        #expect(response.value(of: "LOCATION") == "/v1/realtime/calls/rtc_hostile")
        #expect(response.value(of: "content-type") == "application/sdp")
        #expect(response.value(of: "absent") == nil)
        #expect(response.body.starts(with: "v=0\r\n".utf8))
        #expect(response.value(of: "content-length") == String(response.body.count))
        #expect(response.timings.connect != nil)
        #expect(response.timings.firstByte <= response.timings.total)
    }

    @Test("delivers the content byte for byte, of whatever size", arguments: [0, 1, 3000, 20_000, 60_000, 300_000])
    func deliversTheContent(size: Int) async throws {
        let upstream = try Upstream.shared
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        try await withClient { (client, _) async throws in
            let request = UpstreamHTTPRequest(.post, upstream.url("/ok/content/\(size)"), body: body, policy: .local)
            #expect(try await client.perform(request).status == 201)
            let seen = try #require(try await client.requests(for: "/ok/content/\(size)", seenBy: upstream).first)
            #expect(seen.bodyLength == size)
            #expect(seen.values(of: "content-length") == [String(size)])
            #expect(seen.values(of: "expect").isEmpty)
            let hex = body.prefix(65_536).map { String(format: "%02x", $0) }.joined()
            #expect(seen.bodyHex == hex)
        }
    }

    @Test("keeps no trace of an earlier request on the same connection")
    func keepsNoTrace() async throws {
        let upstream = try Upstream()
        let requests: [UpstreamHTTPRequest] = [
            UpstreamHTTPRequest(.post, upstream.url("/ok/1"), fields: ["A: 1"], body: [1], policy: .local),
            UpstreamHTTPRequest(.get, upstream.url("/ok/2"), fields: ["B: 2"], policy: .local),
            UpstreamHTTPRequest(.head, upstream.url("/ok/3"), policy: .local),
            UpstreamHTTPRequest(.delete, upstream.url("/ok/4"), policy: .local),
            UpstreamHTTPRequest(.put, upstream.url("/ok/5"), body: [1, 2], policy: .local),
            UpstreamHTTPRequest(.delete, upstream.url("/ok/6"), body: [1, 2, 3], policy: .local),
            UpstreamHTTPRequest(.patch, upstream.url("/ok/7"), body: [1], policy: .local),
            UpstreamHTTPRequest(.post, upstream.url("/ok/8"), policy: .local),
            UpstreamHTTPRequest(.get, upstream.url("/ok/9"), policy: .local),
        ]
        let seen = try await withClient { (client, _) async throws in
            for request in requests { _ = try await client.perform(request) }
            return try await client.seen(by: upstream)
        }
        #expect(seen.connections == 1)
        #expect(seen.requests.map(\.method) == requests.map(\.method.rawValue))
        #expect(seen.requests.map(\.path) == (1...9).map { "/ok/\($0)" })
        #expect(seen.requests.map(\.bodyLength) == requests.map(\.body.count))
        #expect(seen.requests.map { $0.values(of: "a") } == [["1"]] + Array(repeating: [], count: 8))
        #expect(seen.requests.map { $0.values(of: "b") } == [[], ["2"]] + Array(repeating: [], count: 7))
        let lengths = [["1"], [], [], [], ["2"], ["3"], ["1"], ["0"], []]
        #expect(seen.requests.map { $0.values(of: "content-length") } == lengths)
    }

    @Test("drops interim responses and trailers")
    func dropsInterimResponses() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            let interim = try await client.perform(.post(upstream.url("/interim")))
            #expect(interim.status == 201)
            #expect(interim.value(of: "x-interim") == nil)
            #expect(interim.value(of: "link") == nil)
            #expect(interim.value(of: "location") != nil)
            let trailers = try await client.perform(.post(upstream.url("/trailers")))
            #expect(trailers.body == Array("abcde".utf8))
            #expect(trailers.value(of: "x-trailer") == nil)
            #expect(trailers.value(of: "trailer") == "X-Trailer")
        }
    }

    @Test("takes content that ends with the connection")
    func takesContentUntilClose() async throws {
        let upstream = try Upstream()
        let response = try await withClient { client, _ in try await client.perform(.get(upstream.url("/until-close")))
        }
        #expect(response.body == Array("until the end".utf8))
    }

    @Test("gives back every status as it is", arguments: [200, 204, 301, 302, 307, 400, 401, 404, 407, 429, 500, 503])
    func givesBackEveryStatus(status: Int) async throws {
        let upstream = try Upstream.shared
        try await withClient { (client, _) async throws in
            #expect(try await client.perform(.post(upstream.url("/status/\(status)"))).status == status)
            #expect(try await client.requests(for: "/status/\(status)", seenBy: upstream).count == 1)
        }
    }

    @Test("never follows a redirect", arguments: [301, 302, 303, 307, 308])
    func neverFollowsARedirect(status: Int) async throws {
        let upstream = try Upstream.shared
        try await withClient { (client, _) async throws in
            let response = try await client.perform(.post(upstream.url("/redirect/\(status)")))
            #expect(response.status == status)
            #expect(response.value(of: "location") == "/ok/redirected")
            #expect(try await client.requests(for: "/ok/redirected", seenBy: upstream).isEmpty)
            #expect(try await client.requests(for: "/redirect/\(status)", seenBy: upstream).count == 1)
        }
    }

    @Test("uses the connection again")
    func usesTheConnectionAgain() async throws {
        let upstream = try Upstream()
        try await withClient { (client, _) async throws in
            let first = try await client.perform(.post(upstream.url("/ok")))
            let second = try await client.perform(.post(upstream.url("/ok")))
            #expect(first.timings.connect != nil)
            #expect(second.timings.connect == nil)
            #expect(try await client.seen(by: upstream).connections == 1)
            #expect(client.counters.newConnections == 1)
            #expect(client.counters.exchanges == 3)
        }
    }

    @Test("opens another connection when the idle one was closed")
    func replacesAClosedConnection() async throws {
        let upstream = try Upstream()
        try await withClient { (client, loop) async throws in
            for _ in 0..<5 {
                let response = try await client.perform(.get(upstream.url("/close-after")))
                #expect(response.timings.connect != nil)
                // The end of the idle connection ends its watch.
                #expect(await becomesTrue(on: loop) { loop.watchCount == 0 })
            }
        }
    }

    @Test("two thousand at once all complete on one loop", .timeLimit(.minutes(2)))
    func carriesTwoThousandAtOnce() async throws {
        let upstream = try Upstream()
        let statuses = try await withClient { (client, loop) async throws in
            let bound = LoopBound(client, to: loop)
            return try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<2000 {
                    group.addTask {
                        try await bound.value.perform(.post(upstream.url("/delay/300/\(index)"))).status
                    }
                }
                var statuses: [Int: Int] = [:]
                for try await status in group { statuses[status, default: 0] += 1 }
                #expect(bound.value.inFlight == 0)
                return statuses
            }
        }
        #expect(statuses == [201: 2000])
    }
}
