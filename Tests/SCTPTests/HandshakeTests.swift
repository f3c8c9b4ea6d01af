// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Setting up")
struct HandshakeTests {
    @Test(arguments: [[0], [1], [0, 1]])
    func setsUpWhoeverBegins(_ starters: [Int]) {
        let pair = AssociationPair()
        if starters.contains(0) { pair.first.start(now: .zero) }
        if starters.contains(1) { pair.second.start(now: .zero) }
        #expect(pair.run { pair.isConnected })
        pair.run(for: .seconds(5))
        #expect(pair.firstEvents == [.connected])
        #expect(pair.secondEvents == [.connected])
        #expect(pair.first.supportsPartialReliability && pair.first.supportsStreamReset)
    }

    /// Each of the packets of the handshake is lost once, twice, three times.
    @Test(arguments: 0..<6, 1..<4)
    func setsUpAlthoughAPacketIsLost(_ index: Int, _ times: Int) throws {
        for both in [false, true] {
            let pair = AssociationPair()
            var count = 0
            pair.network.filter = { _, _ in
                defer { count += 1 }
                return !(index..<(index + times)).contains(count)
            }
            pair.first.start(now: .zero)
            if both { pair.second.start(now: .zero) }
            #expect(pair.run(for: .seconds(60)) { pair.isConnected })
            try exchange(pair)
        }
    }

    @Test(arguments: [ChunkType.cookieEcho, .cookieAck, .initiationAck])
    func setsUpAlthoughAChunkIsLost(_ type: ChunkType) throws {
        let pair = AssociationPair()
        var isLost = false
        pair.network.filter = { _, packet in
            if !isLost, packet[12] == type.rawValue {
                isLost = true
                return false
            }
            return true
        }
        pair.first.start(now: .zero)
        #expect(pair.run(for: .seconds(60)) { pair.isConnected })
        #expect(isLost)
        try exchange(pair)
    }

    @Test(arguments: 1...60)
    func setsUpOverABadNetwork(_ seed: UInt64) throws {
        let pair = AssociationPair(seed: seed, impairment: .all(20))
        pair.first.start(now: .zero)
        if seed % 3 != 0 { pair.second.start(now: .zero) }
        #expect(pair.run(for: .seconds(120)) { pair.isConnected })
        try exchange(pair)
    }

    private func exchange(_ pair: AssociationPair) throws {
        for (sender, value) in [(pair.first, UInt8(1)), (pair.second, 2)] {
            try sender.send([value], on: 0, protocolID: 51, now: pair.now)
        }
        #expect(pair.run { pair.firstMessages.count == 1 && pair.secondMessages.count == 1 })
        #expect(pair.firstMessages.first?.payload == [2])
        #expect(pair.secondMessages.first?.payload == [1])
    }

    @Test func givesUpWhenNobodyAnswers() {
        let pair = AssociationPair()
        pair.network.filter = { _, _ in false }
        pair.first.start(now: .zero)
        pair.run(for: .seconds(300))
        #expect(pair.firstEvents == [.closed(.timedOut)])
        #expect(pair.network.packetCount == 1 + pair.first.configuration.maxInitRetransmissions)
        #expect(pair.first.nextTimeout == nil)
    }

    @Test func beginsAgainWhenTheCookieIsTooOld() {
        let pair = AssociationPair(second: .testing.with { $0.cookieLifetime = .milliseconds(15) })
        var echoes = 0
        pair.network.filter = { sender, packet in
            if sender == 0, packet[12] == ChunkType.cookieEcho.rawValue {
                echoes += 1
                return echoes > 1
            }
            return true
        }
        pair.first.start(now: .zero)
        #expect(pair.run(for: .seconds(60)) { pair.isConnected } == false)
        // The way there and back alone takes longer than the cookie lives.
        #expect(echoes > 2)

        let patient = AssociationPair(second: .testing.with { $0.cookieLifetime = .milliseconds(25) })
        echoes = 0
        patient.network.filter = pair.network.filter
        patient.first.start(now: .zero)
        #expect(patient.run(for: .seconds(60)) { patient.isConnected })
        #expect(echoes == 3)
    }

    @Test func ignoresAForeignCookie() {
        let pair = AssociationPair()
        pair.network.filter = { sender, packet in
            guard sender == 0, packet[12] == ChunkType.cookieEcho.rawValue else { return true }
            packet[30] ^= 1
            CommonHeader.seal(&packet)
            return true
        }
        pair.first.start(now: .zero)
        #expect(!pair.run(for: .seconds(10)) { pair.second.state != .closed })
    }

    @Test func lateHandshakePacketsDoNotDisturb() throws {
        let pair = AssociationPair()
        var packets: [(Int, [UInt8])] = []
        pair.network.filter = { sender, packet in
            packets.append((sender, packet))
            return true
        }
        pair.first.start(now: .zero)
        pair.second.start(now: .zero)
        pair.run { pair.isConnected }
        pair.run(for: .seconds(1))
        let recorded = packets
        for (sender, packet) in recorded + recorded.reversed() {
            (sender == 0 ? pair.second : pair.first).receive(packet.span, now: pair.now)
            pair.network.flush()
        }
        pair.run(for: .seconds(5))
        #expect(pair.isConnected)
        #expect(pair.firstEvents == [.connected])
        try exchange(pair)
    }

    @Test func endsWhenThePeerBeginsAnew() {
        let pair = AssociationPair.connected()
        let other = SCTPAssociation.testing(seed: 99)
        let network = VirtualNetwork(other, pair.second)
        network.now = pair.now
        network.afterStep = { pair.takeEvents() }
        other.start(now: pair.now)
        network.run(for: .seconds(60))
        #expect(pair.secondEvents.last == .closed(.peerRestarted))
        #expect(other.state == .ended)
    }

    @Test func agreesOnTheLesserNumberOfStreams() throws {
        let pair = AssociationPair.connected(second: .testing.with { $0.streamCount = 10 })
        #expect(pair.first.outgoingStreamCount == 10)
        #expect(pair.second.outgoingStreamCount == 10)
        try pair.first.send([1], on: 9, protocolID: 1, now: pair.now)
        #expect(throws: SCTPError(.noSuchStream)) {
            try pair.first.send([1], on: 10, protocolID: 1, now: pair.now)
        }
    }

    @Test func dropsWhatWasQueuedForStreamsThatThePeerLacks() throws {
        let pair = AssociationPair(second: .testing.with { $0.streamCount = 10 })
        try pair.first.send([1], on: 10, protocolID: 1, now: .zero)
        try pair.first.send([2], on: 9, protocolID: 1, now: .zero)
        pair.first.start(now: .zero)
        pair.run(for: .seconds(5))
        #expect(pair.secondMessages.map(\.payload) == [[2]])
        #expect(pair.first.bufferedAmount == 0)
    }
}
