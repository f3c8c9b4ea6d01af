// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Data channels")
struct DataChannelTests {
    private static let kinds: [DataChannelParameters] = [
        DataChannelParameters(label: "oai-events"),
        DataChannelParameters(label: "", protocolName: "p", isOrdered: false, priority: 1024),
        DataChannelParameters(label: "a", isOrdered: true, reliability: .retransmissions(3)),
        DataChannelParameters(label: "b", isOrdered: false, reliability: .retransmissions(0)),
        DataChannelParameters(label: "c", isOrdered: true, reliability: .lifetime(.milliseconds(1500))),
        DataChannelParameters(label: "Größe 数", isOrdered: false, reliability: .lifetime(.zero), priority: 0),
    ]

    private func parse(_ text: [UInt8], maxNameCount: Int = 1024) -> ChannelControlMessage? {
        ChannelControlMessage(parsing: text.span, maxNameCount: maxNameCount)
    }

    /// The layout of RFC 8832, section 5.1.
    @Test func writesTheOpenMessage() {
        let parameters = DataChannelParameters(
            label: "ab",
            protocolName: "xyz",
            isOrdered: false,
            reliability: .lifetime(.milliseconds(258)),
            priority: 512
        )
        let bytes: [UInt8] = [3, 0x82, 2, 0, 0, 0, 1, 2, 0, 2, 0, 3] + Array("abxyz".utf8)
        #expect(ChannelControlMessage.open(parameters).serialized == bytes)
        #expect(parse(bytes) == .open(parameters))
        #expect(parse([2]) == .acknowledge)
    }

    @Test func readsWhatItWrites() {
        for parameters in Self.kinds {
            let bytes = ChannelControlMessage.open(parameters).serialized
            #expect(parse(bytes) == .open(parameters))
            for count in bytes.indices { #expect(parse(Array(bytes[..<count])) == nil) }
            #expect(parse(bytes + [0]) == nil)
        }
    }

    @Test func refusesMalformedOpenMessages() {
        let good: [UInt8] = [3, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0x61, 0x62]
        #expect(parse(good) != nil)
        for (offset, value) in [(0, UInt8(1)), (1, 3), (1, 0x83), (8, 1), (9, 2), (10, 0xFF), (12, 0xFF), (13, 0xC0)] {
            var bad = good
            bad[offset] = value
            #expect(parse(bad) == nil, "byte \(offset)")
        }
        let long = ChannelControlMessage.open(DataChannelParameters(label: "12345", protocolName: "12345")).serialized
        #expect(parse(long, maxNameCount: 5) != nil)
        #expect(parse(long, maxNameCount: 4) == nil)
    }

    @Test func tellsThePeerOfEveryKindOfChannel() throws {
        let pair = DataChannelsPair.connected()
        for (index, parameters) in Self.kinds.enumerated() {
            #expect(try pair.client.open(parameters, now: pair.now) == UInt16(2 * index))
            #expect(try pair.server.open(parameters, now: pair.now) == UInt16(2 * index + 1))
        }
        pair.run(for: .seconds(5))
        for (index, parameters) in Self.kinds.enumerated() {
            #expect(pair.serverEvents.contains(.incoming(UInt16(2 * index), parameters)))
            #expect(pair.clientEvents.contains(.incoming(UInt16(2 * index + 1), parameters)))
            #expect(pair.clientEvents.contains(.opened(UInt16(2 * index))))
        }
    }

    @Test(arguments: [0, 1, 5, 10, 20], [true, false])
    func messagesFollowTheOpenAlsoWhenSentBeforehand(_ percent: Int, _ isOrdered: Bool) throws {
        for seed in UInt64(1)...8 {
            let pair = DataChannelsPair(seed: seed, impairment: .all(percent))
            let id = try pair.client.open(DataChannelParameters(label: "x", isOrdered: isOrdered), now: .zero)
            var expected: [DataChannelEvent] = []
            for value in UInt8(0)..<10 {
                let kind: DataChannelPayload = value % 2 == 0 ? .text : .binary
                let payload = [UInt8](repeating: value, count: Int(value) / 2)
                try pair.client.send(payload, as: kind, on: id, now: .zero)
                expected.append(.message(id, kind, payload))
            }
            pair.start()
            pair.run(for: .seconds(60))
            #expect(
                pair.serverEvents.prefix(2) == [
                    .connected, .incoming(id, DataChannelParameters(label: "x", isOrdered: isOrdered)),
                ]
            )
            // Nothing may overtake before the ACK, and all was queued before.
            #expect(Array(pair.serverEvents.dropFirst(2)) == expected)
        }
    }

    @Test func hasChannelsThatAreNegotiatedOtherwise() throws {
        let pair = DataChannelsPair()
        let parameters = DataChannelParameters(label: "n", isOrdered: false)
        try pair.client.openNegotiated(5, parameters)
        try pair.server.openNegotiated(5, parameters)
        #expect(throws: SCTPError(.channelTaken)) { try pair.client.openNegotiated(5, parameters) }
        #expect(throws: SCTPError(.channelTaken)) { try pair.client.openNegotiated(65_535, parameters) }
        pair.start()
        pair.run(for: .seconds(1))
        #expect(pair.clientEvents == [.connected, .opened(5)])
        try pair.client.openNegotiated(65_534, parameters)
        try pair.server.openNegotiated(65_534, parameters)
        try pair.client.send([1], as: .binary, on: 65_534, now: pair.now)
        try pair.server.send(Array("é".utf8), as: .text, on: 5, now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.serverEvents.suffix(2) == [.opened(65_534), .message(65_534, .binary, [1])])
        #expect(pair.clientEvents.last == .message(5, .text, Array("é".utf8)))
        #expect(pair.network.packetCount < 30)
    }

    @Test(arguments: [0, 1, 5, 10, 20], UInt64(1)...5)
    func closesAndUsesTheNumberAgain(_ percent: Int, _ seed: UInt64) throws {
        let pair = DataChannelsPair.connected(seed: seed, impairment: .all(percent))
        for round in UInt8(0)..<6 {
            pair.forgetEvents()
            let id = try pair.client.open(DataChannelParameters(label: "\(round)"), now: pair.now)
            #expect(id == 0)
            for value in UInt8(0)..<5 { try pair.client.send([round, value], as: .binary, on: id, now: pair.now) }
            pair.run { pair.serverEvents.count >= 2 }
            if round % 3 == 0 { pair.server.close(id, now: pair.now) }
            if round % 3 != 0 { pair.client.close(id, now: pair.now) }
            if round % 3 == 2 { pair.server.close(id, now: pair.now) }
            #expect(throws: SCTPError(.noSuchChannel)) {
                try (round % 3 == 0 ? pair.server : pair.client).send([1], as: .binary, on: id, now: pair.now)
            }
            let isClosed = pair.run(for: .seconds(120)) { pair.clientEvents.contains(.closed(id)) }
            #expect(isClosed, "round \(round)")
            if round % 3 == 1 {
                // What was queued still arrives, and the next channel may come before the peer knows of the end.
                pair.run(for: .seconds(60)) { pair.serverEvents.contains(.closed(id)) }
                let messages = pair.serverEvents.filter { if case .message = $0 { true } else { false } }
                #expect(messages == (UInt8(0)..<5).map { .message(id, .binary, [round, $0]) })
            }
        }
        pair.run(for: .seconds(60))
        #expect(pair.client.channels.isEmpty && pair.server.channels.isEmpty)
        #expect(pair.client.association.state == .established)
    }

    @Test func holdsTheNextChannelBackUntilTheLastIsGone() throws {
        let pair = DataChannelsPair.connected()
        let id = try pair.client.open(DataChannelParameters(label: "1"), now: pair.now)
        pair.run(for: .seconds(1))
        // The client's answer to the server's reset is lost, and a new channel comes first.
        var isOpened = false
        pair.network.filter = { sender, packet in
            sender == 1 || isOpened || packet[12] != ChunkType.reconfiguration.rawValue
                || packet[16...].starts(with: [0, 13])
        }
        pair.client.close(id, now: pair.now)
        pair.run(for: .seconds(5)) { pair.clientEvents.contains(.closed(id)) }
        #expect(pair.clientEvents.contains(.closed(id)) && !pair.serverEvents.contains(.closed(id)))
        #expect(try pair.client.open(DataChannelParameters(label: "2"), now: pair.now) == id)
        try pair.client.send([2], as: .binary, on: id, now: pair.now)
        pair.run(for: .milliseconds(100))
        isOpened = true
        pair.run(for: .seconds(20))
        #expect(
            pair.serverEvents.suffix(3) == [
                .closed(id), .incoming(id, DataChannelParameters(label: "2")), .message(id, .binary, [2]),
            ]
        )
    }

    @Test func boundsTheChannels() throws {
        var limits = DataChannelLimits()
        limits.maxChannels = 4
        let pair = DataChannelsPair.connected(limits: limits)
        for _ in 0..<4 { _ = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now) }
        #expect(throws: SCTPError(.tooManyChannels)) {
            _ = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now)
        }
        // A peer without such a limit.
        for id in [UInt16(8), 10] { pair.sendOpen(id) }
        pair.run(for: .seconds(5))
        #expect(pair.server.channels.count == 4)
        #expect(pair.server.refused.isEmpty)
        #expect(pair.server.association.state == .established)
        // One that does not stop.
        for id in [UInt16(8), 10, 12, 14, 16, 18] { pair.sendOpen(id) }
        pair.run(for: .seconds(5))
        #expect(pair.serverEvents.last == .ended(.protocolViolation))
    }

    @Test func refusesAnOpenWithTheWrongParityOrOnAChannelInUse() throws {
        let pair = DataChannelsPair.connected()
        pair.sendOpen(3)
        pair.run(for: .seconds(2))
        #expect(pair.server.channels.isEmpty)
        #expect(pair.serverEvents == [.connected])
        let id = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now)
        pair.run(for: .seconds(1))
        pair.sendOpen(id)
        pair.run(for: .seconds(2))
        #expect(pair.serverEvents.last == .closed(id))
        #expect(pair.clientEvents.last == .closed(id))
    }

    @Test func limitsNames() throws {
        var limits = DataChannelLimits()
        limits.maxNameCount = 5
        let pair = DataChannelsPair.connected(limits: limits)
        #expect(throws: SCTPError(.nameTooLong)) {
            _ = try pair.client.open(DataChannelParameters(label: "123456"), now: pair.now)
        }
        #expect(throws: SCTPError(.nameTooLong)) {
            _ = try pair.client.open(DataChannelParameters(label: "", protocolName: "12345é"), now: pair.now)
        }
        pair.sendOpen(0, label: "123456")
        pair.sendOpen(2, label: "12345")
        pair.run(for: .seconds(2))
        #expect(pair.serverEvents == [.connected, .incoming(2, DataChannelParameters(label: "12345"))])
    }

    @Test func repairsTextThatIsNotUTF8AndRefusesToSendIt() throws {
        let pair = DataChannelsPair.connected()
        let id = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now)
        #expect(throws: SCTPError(.invalidText)) {
            try pair.client.send([0x61, 0xFF], as: .text, on: id, now: pair.now)
        }
        try pair.client.association.send([0x61, 0xFF], on: id, protocolID: 51, now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.serverEvents.last == .message(id, .text, Array("a\u{FFFD}".utf8)))
    }

    @Test func joinsPartsOfTheDeprecatedKind() throws {
        let configuration = SCTPConfiguration.testing.with { $0.maxIncomingMessageSize = 100 }
        let pair = DataChannelsPair.connected(configuration: configuration)
        let id = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now)
        func send(_ payload: [UInt8], _ protocolID: UInt32) throws {
            try pair.client.association.send(payload, on: id, protocolID: protocolID, now: pair.now)
        }
        try send([1, 2], 52)
        try send([3], 52)
        try send([4], 53)
        try send(Array("a".utf8), 54)
        try send(Array("b".utf8), 51)
        try send([UInt8](repeating: 1, count: 60), 52)
        try send([UInt8](repeating: 1, count: 40), 53)
        pair.run(for: .seconds(1))
        #expect(
            pair.serverEvents.suffix(3) == [
                .message(id, .binary, [1, 2, 3, 4]), .message(id, .text, Array("ab".utf8)),
                .message(id, .binary, [UInt8](repeating: 1, count: 100)),
            ]
        )
        #expect(pair.server.partialCount == 0)
        try send([UInt8](repeating: 1, count: 60), 52)
        try send([UInt8](repeating: 1, count: 41), 53)
        pair.run(for: .seconds(2))
        #expect(pair.serverEvents.last == .closed(id))
        #expect(pair.server.partialCount == 0)
    }

    @Test func ignoresWhatItDoesNotKnow() throws {
        let pair = DataChannelsPair.connected()
        let id = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now)
        pair.run(for: .seconds(1))
        pair.forgetEvents()
        for (payload, protocolID) in [([UInt8(9)], UInt32(50)), ([1], 49), ([1], 0xFFFF_FFFF), ([2], 50)] {
            try pair.client.association.send(payload, on: id, protocolID: protocolID, now: pair.now)
            try pair.client.association.send(payload, on: 40, protocolID: protocolID, now: pair.now)
        }
        try pair.client.association.send([1], on: 40, protocolID: 51, now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.serverEvents.isEmpty)
    }

    @Test func closesChannelsThatThePeerHasNoStreamsFor() throws {
        let few = SCTPConfiguration.testing.with { $0.streamCount = 3 }
        let client = DataChannels(association: .testing(seed: 1), isDTLSClient: true)
        let server = DataChannels(association: .testing(few, seed: 2), isDTLSClient: false)
        for _ in 0..<3 { _ = try client.open(DataChannelParameters(label: "c"), now: .zero) }
        let network = VirtualNetwork(client, server)
        var events: [DataChannelEvent] = []
        network.afterStep = { [unowned network] in
            while let event = client.nextEvent(now: network.now) { events.append(event) }
            while server.nextEvent(now: network.now) != nil {}
        }
        client.association.start(now: .zero)
        network.run(for: .seconds(5))
        #expect(events == [.connected, .closed(4), .opened(0), .opened(2)])
        #expect(throws: SCTPError(.tooManyChannels)) {
            _ = try client.open(DataChannelParameters(label: "c"), now: network.now)
        }
    }

    @Test func pausesAChannel() throws {
        let pair = DataChannelsPair.connected()
        let id = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now)
        pair.run(for: .seconds(1))
        pair.server.setReading(paused: true, channel: id)
        for value in UInt8(0)..<5 { try pair.client.send([value], as: .binary, on: id, now: pair.now) }
        pair.client.close(id, now: pair.now)
        pair.run(for: .seconds(2))
        #expect(pair.serverEvents.count == 2)
        pair.server.setReading(paused: false, channel: id)
        pair.run(for: .seconds(2))
        #expect(pair.serverEvents.dropFirst(2) == (UInt8(0)..<5).map { .message(id, .binary, [$0]) } + [.closed(id)])
    }

    @Test func endsAlsoWhileAChannelIsClosing() throws {
        let pair = DataChannelsPair.connected()
        let id = try pair.client.open(DataChannelParameters(label: "c"), now: pair.now)
        pair.run(for: .seconds(1))
        pair.network.filter = { sender, _ in sender == 0 }
        pair.client.close(id, now: pair.now)
        pair.run(for: .milliseconds(100))
        pair.network.filter = { _, _ in true }
        pair.client.association.abort(now: pair.now)
        pair.run(for: .seconds(1))
        #expect(pair.serverEvents.last == .ended(.abortedByPeer))
        #expect(pair.clientEvents.last == .ended(.aborted))
    }
}

extension DataChannelsPair {
    /// Sends an OPEN without a channel of the client's own.
    func sendOpen(_ id: UInt16, label: String = "x") {
        let open = ChannelControlMessage.open(DataChannelParameters(label: label)).serialized
        try? client.association.send(open, on: id, protocolID: 50, now: now)
    }
}
