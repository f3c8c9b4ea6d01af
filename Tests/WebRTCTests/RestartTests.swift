// SPDX-License-Identifier: MIT

import ICE
import SDP
import Testing
import WebRTC

@Suite("A client's new offer")
struct RestartTests {
    /// The caller's offer with other ICE credentials.
    private func offer(of line: Line, replacing lines: [String: String] = [:]) throws -> SessionDescription {
        var text = String(decoding: line.caller.offer.bytes, as: UTF8.self)
        for (name, value) in lines {
            text = text.replacingLines(startingWith: "a=\(name):", with: value)
        }
        return try SessionDescription.parse(Array(text.utf8).span)
    }

    @Test("New credentials restart ICE, and the connection goes on")
    func restart() throws {
        let line = try Line()
        try line.connect()
        let before = line.peer.localUfrag
        let offer = try offer(of: line, replacing: ["ice-ufrag": "newufrag", "ice-pwd": "a-password-of-24-letters"])
        let answer = try line.peer.restart(answering: offer, now: line.now)
        #expect(line.peer.localUfrag != before)
        #expect(line.peer.state == .connected)
        let text = String(decoding: answer, as: UTF8.self)
        #expect(text.contains("a=ice-ufrag:\(line.peer.localUfrag)\r\n"))
        try line.run(for: .seconds(1))
        var added: [String] = []
        for case .route(.fragmentAdded(let fragment)) in line.events { added.append(fragment) }
        #expect(added == [line.peer.localUfrag])
        // Checks of before still count, until one of the new ones has led to a pair.
        try line.run(for: .seconds(20))
        #expect(line.end == nil)
    }

    @Test("An address that was used with two of ours stays the client's when only one of them is used again")
    func addressOfTwoPairs() throws {
        let line = try Line()
        try line.caller.take(line.peer.localDescription, now: line.now)
        line.caller.handleTimeout(now: line.now)
        // The first check comes at another address of ours too.
        let check = try #require(try line.caller.datagrams(now: line.now).first?.bytes)
        let other = TransportAddress(ip: IPAddress(ipv4: 0xC000_0209), port: 40_000)
        let pair = ICEPair(local: other, remote: Caller.address)
        line.peer.receive(try STUNMessage(parsing: check.span), in: check.span, over: pair, now: line.now)
        line.give(check)
        try line.run { line.peer.state == .connected }
        try #require(line.peer.takes(pair))

        let lines = ["ice-ufrag": "newufrag", "ice-pwd": "aPasswordOfTwentyFourOnes"]
        let answer = try line.peer.restart(answering: offer(of: line, replacing: lines), now: line.now)
        let own = ICE.ICECredentials(ufrag: "newufrag", password: "aPasswordOfTwentyFourOnes")
        try line.caller.restart(#require(own), answer, now: line.now)
        try line.run(for: .seconds(2))
        #expect(!line.peer.takes(pair))
        #expect(line.peer.takes(ICEPair(local: Line.place, remote: Caller.address)))
        let removed = line.events.contains { event in
            if case .route(.removed) = event { true } else { false }
        }
        #expect(!removed)
    }

    @Test("The same credentials restart nothing")
    func noRestart() throws {
        let line = try Line()
        try line.connect()
        let before = line.peer.localDescription
        #expect(try line.peer.restart(answering: offer(of: line), now: line.now) == before)
    }

    @Test("Another certificate is another connection, and refused")
    func otherCertificate() throws {
        let line = try Line()
        try line.connect()
        let before = line.peer.localUfrag
        let other = "sha-256 " + Array(repeating: "AB", count: 32).joined(separator: ":")
        let offer = try offer(of: line, replacing: ["fingerprint": other])
        #expect(throws: PeerDescriptionError.changesConnection) {
            try line.peer.restart(answering: offer, now: line.now)
        }
        #expect(line.peer.localUfrag == before)
        line.peer.close(now: line.now)
        #expect(throws: PeerDescriptionError.notAnswering) {
            try line.peer.restart(answering: offer, now: line.now)
        }
    }
}

extension String {
    /// The text with the rest of each line that begins with `start` replaced.
    fileprivate func replacingLines(startingWith start: String, with value: String) -> String {
        split(separator: "\r\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(start) ? start + value : String($0) }
            .joined(separator: "\r\n")
    }
}
