// SPDX-License-Identifier: MIT

import Testing

/// How large offers and bodies may be, from both sides of the limit.
@Suite(.bench(SizeLimitBench.start))
struct SizeLimitTests {
    private static let offerLimit = 256 * 1024
    private static let bodyLimit = 2 * 1024 * 1024

    /// An offer of so many bytes.
    private static func offer(of size: Int) throws -> [UInt8] {
        let offer = try PackageFolder.offer("accepted/audio-and-data-channel.sdp")
        let name = "a=x-filler:"
        let filler = name.utf8 + [UInt8](repeating: 0x66, count: size - offer.count - name.utf8.count - 2)
        return offer + filler + [13, 10]
    }

    private static func form(_ offer: [UInt8], session: String) -> [UInt8] {
        let between = "\r\n--b\r\nContent-Disposition: form-data; name=\"session\"\r\n\r\n\(session)\r\n--b--\r\n"
        return Array("--b\r\nContent-Disposition: form-data; name=\"sdp\"\r\n\r\n".utf8) + offer + Array(between.utf8)
    }

    private static func call(_ type: String, _ body: [UInt8]) -> HTTPCall {
        HTTPCall(target: "/v1/realtime/calls?model=m", fields: [("Content-Type", type)], body: body)
    }

    private func expectTooLarge(_ call: HTTPCall, _ code: String) async throws {
        let reply = try await Bench.shared.relay.send(call)
        let error = try ErrorEnvelope.check(reply)
        #expect(reply.status == 413)
        #expect(error.code == code)
        #expect(error.param == (code == "offer_too_large" ? "sdp" : nil))
    }

    @Test func takesARawOfferUpToTheLimit() async throws {
        let fits = try Self.offer(of: Self.offerLimit)
        #expect(try await Bench.shared.relay.send(Self.call("application/sdp", fits)).status == 201)
        let isOver = try Self.offer(of: Self.offerLimit + 1)
        try await expectTooLarge(Self.call("application/sdp", isOver), "offer_too_large")
    }

    @Test func takesAnOfferInAFormUpToTheLimit() async throws {
        let type = "multipart/form-data; boundary=b"
        let fits = Self.form(try Self.offer(of: Self.offerLimit), session: "")
        #expect(try await Bench.shared.relay.send(Self.call(type, fits)).status == 201)
        let isOver = Self.form(try Self.offer(of: Self.offerLimit + 1), session: "")
        try await expectTooLarge(Self.call(type, isOver), "offer_too_large")
    }

    @Test func takesABodyUpToTheLimit() async throws {
        let type = "multipart/form-data; boundary=b"
        let offer = try PackageFolder.offer("accepted/audio-and-data-channel.sdp")
        func form(of size: Int) -> [UInt8] {
            func session(_ count: Int) -> String { #"{"instructions":"\#(String(repeating: "i", count: count))"}"# }
            return Self.form(offer, session: session(size - Self.form(offer, session: session(0)).count))
        }
        let fits = form(of: Self.bodyLimit)
        let isOver = form(of: Self.bodyLimit + 1)
        #expect(fits.count == Self.bodyLimit)
        #expect(try await Bench.shared.relay.send(Self.call(type, fits)).status == 201)
        try await expectTooLarge(Self.call(type, isOver), "body_too_large")
    }

    @Test func refusesAnAnnouncedBodyBeforeItIsSent() async throws {
        let relay = try Bench.shared.relay
        let port = relay.port
        let head = """
            POST /v1/realtime/calls?model=m HTTP/1.1\r\nHost: h\r\nContent-Type: application/sdp\r\n\
            Content-Length: \(Self.offerLimit + 1)\r\nExpect: 100-continue\r\n\r\n
            """
        let reply = try await blocking {
            let socket = try ClientSocket(port: port)
            try socket.send(Array(head.utf8))
            return try HTTPReply(from: socket)
        }
        #expect(reply.status == 413)
        #expect(try ErrorEnvelope.check(reply).code == "offer_too_large")
    }
}

enum SizeLimitBench {
    static let start: @Sendable () async throws -> Bench = {
        let canned = try await UpstreamProcess.canned(["good": .init(body: ErrorTableBench.answer)])
        let entry = ErrorTableBench.entry("here", "http://127.0.0.1:\(try canned.port())/good")
        return Bench(relay: try await RelayProcess(configuration: "{ providers: { \(entry) } }"), canned: canned)
    }
}
