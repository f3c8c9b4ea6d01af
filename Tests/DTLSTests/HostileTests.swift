// SPDX-License-Identifier: MIT

import SRTP
import Testing

@testable import DTLS

@Suite("What a network can do to DTLS")
struct HostileTests {
    @Test("a ClientHello in two datagrams is answered, in any order", arguments: [false, true])
    func fragmentedHello(isReversed: Bool) throws {
        let pair = try Pair()
        pair.server.start(now: pair.now)
        var datagrams = ClientHello.large().datagrams()
        #expect(datagrams.count == 2)
        if isReversed { datagrams.reverse() }
        pair.server.receive(datagrams[0], now: pair.now)
        #expect(pair.server.nextDatagram() == nil)
        pair.server.receive(datagrams[1], now: pair.now)
        let answer = try #require(pair.server.nextDatagram())
        #expect(answer[0] == 22 && answer[13] == 2, "a ServerHello")
        #expect(Array(answer[25...26]) == [0xFE, 0xFD], "of DTLS 1.2")
        #expect(pair.server.nextEvent() == nil)
    }

    @Test("junk does not disturb a handshake", arguments: 0..<20)
    func junkDuringHandshake(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pair = try Pair()
        pair.start()
        pair.exchange { datagram, _ in
            var junk = (0..<Int.random(in: 0...1500, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Records of other versions, of the wrong epoch, or longer than the datagram.
            if Bool.random(using: &random), junk.count > 13 {
                junk.replaceSubrange(0..<5, with: [UInt8.random(in: 20...25, using: &random), 0xFE, 0xFD, 0, 1])
            }
            return [junk, datagram]
        }
        try pair.expectConnected()
    }

    @Test("truncated datagrams are dropped", arguments: 0..<20)
    func truncation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pair = try Pair()
        pair.start()
        pair.exchange()
        try pair.client.send([1, 2, 3])
        let datagram = try #require(pair.client.nextDatagram())
        pair.collectEvents()
        let before = pair.serverEvents.count
        for count in 0..<datagram.count { pair.server.receive(Array(datagram[..<count]), now: pair.now) }
        let tooLong = datagram + [UInt8](repeating: 0, count: DTLSConnection.maximumDatagramSize + 1 - datagram.count)
        pair.server.receive(tooLong, now: pair.now)
        pair.collectEvents()
        #expect(pair.serverEvents.count == before)
        for position in datagram.indices {
            var changed = datagram
            changed[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            pair.server.receive(changed, now: pair.now)
        }
        pair.collectEvents()
        #expect(pair.serverEvents.count == before, "no byte can be changed")
        pair.server.receive(datagram, now: pair.now)
        pair.collectEvents()
        #expect(pair.serverEvents.last == .data([1, 2, 3]))
        try pair.expectRecordsFlow()
    }

    @Test("no header of a record ends a connection, whatever its length says")
    func headers() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        try pair.client.send([UInt8](repeating: 5, count: 40))
        let datagram = try #require(pair.client.nextDatagram())
        (pair.clientEvents, pair.serverEvents) = ([], [])
        for position in 0..<13 {
            for value in UInt8.min...UInt8.max where value != datagram[position] {
                var changed = datagram
                changed[position] = value
                pair.server.receive(changed, now: pair.now)
            }
        }
        for length in 0...60 {
            for type in UInt8(19)...26 {
                for epoch in UInt8(0)...2 {
                    let header: [UInt8] = [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 1, UInt8(length), 0, UInt8(length)]
                    pair.server.receive(header + [UInt8](repeating: 1, count: length), now: pair.now)
                }
            }
        }
        pair.collectEvents()
        #expect(pair.serverEvents.isEmpty)
        pair.server.receive(datagram, now: pair.now)
        try pair.expectRecordsFlow()
    }

    @Test("a record in the body of one of another version is not read")
    func hiddenRecord() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        let hidden: [UInt8] = [23, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 9, 9, 0, 4, 1, 2, 3, 4]
        for minor: UInt8 in [0xFC, 0xFE, 0xFF] {
            let outer: [UInt8] = [23, 0xFE, minor, 0, 1, 0, 0, 0, 0, 9, 8, 0, 40]
            let padding = [UInt8](repeating: 0, count: 40 - hidden.count)
            pair.server.receive(outer + hidden + padding, now: pair.now)
        }
        try pair.expectConnected()
    }

    @Test("a protected record has a nonce and a tag at least")
    func shortest() {
        func isValid(_ length: Int, epoch: UInt8) -> Bool {
            let header: [UInt8] = [23, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 1, 0, UInt8(length)]
            let datagram = header + [UInt8](repeating: 0, count: length)
            return RecordSequence.isValid(datagram.span, isVersionKnown: true)
        }
        #expect(isValid(RecordSequence.shortestProtected, epoch: 1))
        #expect(!isValid(RecordSequence.shortestProtected - 1, epoch: 1))
        #expect(isValid(1, epoch: 0))
    }

    @Test("a handshake with changed datagrams fails or succeeds, but never with different keys", arguments: 0..<150)
    func mutation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pair = try Pair()
        pair.start()
        pair.exchange { datagram, _ in
            guard UInt8.random(in: 0..<4, using: &random) == 0 else { return [datagram] }
            var changed = datagram
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if UInt8.random(in: 0..<4, using: &random) == 0 {
                changed.removeLast(Int.random(in: 0..<changed.count, using: &random))
            }
            return [changed]
        }
        if let client = pair.clientMaterial, let server = pair.serverMaterial {
            #expect(client.local == server.remote && client.remote == server.local)
        }
        for events in [pair.clientEvents, pair.serverEvents] { #expect(events.count <= 2) }
        // Whatever has become of it, the deadline ends it.
        for connection in [pair.client, pair.server] where connection.nextTimeout != nil {
            connection.handleTimeout(now: pair.now + .seconds(60))
            #expect(connection.nextTimeout == nil)
        }
    }

    @Test("a forged alert or handshake message in the clear does not disturb a connection")
    func forgedAfterwards() throws {
        let pair = try Pair()
        pair.start()
        pair.exchange()
        let alert: [UInt8] = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 2, 40]
        let closeNotify: [UInt8] = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 100, 0, 2, 1, 0]
        for datagram in [alert, closeNotify] + ClientHello.large().datagrams() {
            pair.server.receive(datagram, now: pair.now)
            pair.client.receive(datagram, now: pair.now)
        }
        try pair.expectConnected()
    }

    @Test("connections are freed in any state")
    func churn() throws {
        for step in 0..<400 {
            let pair = try Pair()
            guard step % 4 > 0 else { continue }
            pair.start()
            guard step % 4 > 1 else { continue }
            pair.exchange()
            if step % 4 > 2 { pair.client.close() }
        }
    }
}
