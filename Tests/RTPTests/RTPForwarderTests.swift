// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("Forwarder")
struct RTPForwarderTests {
    private static let rules = ForwardingRules(
        payloadTypes: [
            ForwardingRules.PayloadType(incoming: 111, outgoing: 96, clockRate: 48000),
            ForwardingRules.PayloadType(incoming: 110, outgoing: 101, clockRate: 48000),
        ],
        ssrc: 0x0102_0304
    )

    /// A forwarder with its output, in virtual time.
    private struct Leg {
        var forwarder: RTPForwarder
        var now: Duration = .zero

        init(_ rules: ForwardingRules = RTPForwarderTests.rules, first: UInt16 = 1000, timestamp: UInt32 = 5000) {
            forwarder = RTPForwarder(rules: rules, firstSequenceNumber: first, firstTimestamp: timestamp)
        }

        /// The packet for the other leg; nil if it is dropped.
        mutating func forward(_ packet: [UInt8]) throws -> [UInt8]? {
            var output = [UInt8](repeating: 0xEE, count: packet.count + forwarder.rules.maxGrowth)
            let header = try parseHeader(packet)
            var span = output.mutableSpan
            let outcome = forwarder.forward(packet.span, header: header, now: now, into: &span)
            guard case .forwarded(let forwarded) = outcome else { return nil }
            let written = Array(output.prefix(forwarded.length))
            let read = try parseHeader(written)
            #expect(read.payloadType == forwarded.payloadType && read.payload.count == forwarded.payloadLength)
            #expect(read.sequenceNumber == forwarded.sequenceNumber && read.timestamp == forwarded.timestamp)
            return written
        }

        /// The number, timestamp and marker that a packet gets.
        mutating func place(
            _ number: UInt16,
            _ timestamp: UInt32,
            ssrc: UInt32 = 1,
            after step: Duration = .zero
        ) throws -> Place? {
            now += step
            guard let bytes = try forward(packet(number, timestamp: timestamp, ssrc: ssrc)) else { return nil }
            let header = try parseHeader(bytes)
            return Place(header.sequenceNumber, header.timestamp, header.hasMarker)
        }
    }

    private struct Place: Equatable {
        var number: UInt16
        var timestamp: UInt32
        var marker: Bool

        init(_ number: UInt16, _ timestamp: UInt32, _ marker: Bool = false) {
            (self.number, self.timestamp, self.marker) = (number, timestamp, marker)
        }
    }

    @Test("payload type and SSRC become those of the other leg; the payload stays")
    func mapping() throws {
        var leg = Leg()
        let bytes = try #require(try leg.forward(packet(1, timestamp: 9, sources: [1, 2], padding: [0, 2])))
        #expect(
            bytes == [0x80, 0x80 | 96] + bigEndian(UInt16(1000)) + bigEndian(UInt32(5000)) + [1, 2, 3, 4, 1, 2, 3]
        )
        let event = try #require(try leg.forward(packet(2, timestamp: 9, payloadType: 110, payload: [5, 0, 0, 160])))
        #expect(event[1] == 101)
    }

    @Test("unknown payload types are dropped and counted")
    func unknownPayloadTypes() throws {
        var leg = Leg()
        for type in [UInt8](0...127) where type != 110 && type != 111 {
            #expect(try leg.forward(packet(1, payloadType: type)) == nil)
        }
        #expect(leg.forwarder.counts[.unknownPayloadType] == 126)
        #expect(leg.forwarder.counts.forwarded == 0)
        #expect(try leg.place(7, 0) == Place(1000, 5000, true))
    }

    @Test("gaps and silence stay as they are, numbers and timestamps wrap around")
    func gaps() throws {
        var leg = Leg(first: 65534, timestamp: .max - 959)
        #expect(try leg.place(10, 0) == Place(65534, .max - 959, true))
        #expect(try leg.place(11, 960) == Place(65535, 0))
        // Three are lost.
        #expect(try leg.place(15, 4800) == Place(3, 3840))
        // A minute of silence.
        #expect(try leg.place(16, 2_884_800, after: .seconds(60)) == Place(4, 2_883_840))
    }

    @Test("incoming numbers and timestamps wrap around")
    func incomingWrapAround() throws {
        var leg = Leg()
        #expect(try leg.place(65535, .max - 479) == Place(1000, 5000, true))
        #expect(try leg.place(0, 480) == Place(1001, 5960))
        #expect(try leg.place(1, 1440) == Place(1002, 6920))
    }

    @Test("the marker of a packet stays")
    func marker() throws {
        var leg = Leg()
        _ = try leg.place(1, 0)
        let bytes = try #require(try leg.forward(packet(2, ssrc: 1, marker: true)))
        #expect(try parseHeader(bytes).hasMarker)
    }

    @Test("late packets get their place, duplicates are dropped")
    func reordering() throws {
        var leg = Leg()
        _ = try leg.place(10, 0)
        _ = try leg.place(13, 2880)
        #expect(try leg.place(12, 1920) == Place(1002, 6920))
        #expect(try leg.place(11, 960) == Place(1001, 5960))
        #expect(try leg.place(11, 960) == nil)
        #expect(try leg.place(13, 2880) == nil)
        #expect(try leg.place(10, 0) == nil)
        #expect(leg.forwarder.counts[.duplicate] == 3)
        // Before the first of the source there is no place.
        #expect(try leg.place(9, 0) == nil)
        #expect(leg.forwarder.counts[.late] == 1)
    }

    @Test("another source goes on where the first ended, with the marker")
    func sourceChange() throws {
        var leg = Leg()
        _ = try leg.place(10, 0)
        _ = try leg.place(11, 960, after: .milliseconds(20))
        let changed = try leg.place(40000, 7_000_000, ssrc: 2, after: .milliseconds(60))
        #expect(changed == Place(1002, 5960 + 2880, true))
        #expect(try leg.place(40001, 7_000_960, ssrc: 2) == Place(1003, 9800))
        // Its own past has no place, and neither have stragglers of the first.
        #expect(try leg.place(39999, 6_999_040, ssrc: 2) == nil)
        #expect(try leg.place(12, 1920, ssrc: 1, after: .milliseconds(499)) == nil)
        #expect(leg.forwarder.counts[.late] == 2)
        // Later the first may come back.
        #expect(try leg.place(13, 2880, ssrc: 1, after: .milliseconds(1))?.number == 1004)
        #expect(leg.forwarder.counts.sourceChanges == 2)
    }

    @Test("a change at the same instant still moves the timestamp")
    func changeAtOnce() throws {
        var leg = Leg()
        _ = try leg.place(10, 0)
        #expect(try leg.place(10, 0, ssrc: 2) == Place(1001, 5001, true))
        leg.now -= .seconds(5)
        #expect(try leg.place(10, 0, ssrc: 3) == Place(1002, 5002, true))
    }

    @Test("a source that begins anew goes on with its second packet")
    func sourceRestart() throws {
        var leg = Leg()
        _ = try leg.place(10, 0)
        #expect(try leg.place(50000, 900, after: .milliseconds(20)) == nil)
        #expect(try leg.place(50001, 1860, after: .milliseconds(20)) == Place(1001, 5000 + 1920, true))
        #expect(try leg.place(50002, 2820) == Place(1002, 7880))
        #expect(leg.forwarder.counts[.suspect] == 1 && leg.forwarder.counts.sourceChanges == 1)
        // A single stray number is no restart.
        #expect(try leg.place(20000, 0) == nil)
        #expect(try leg.place(50003, 3780) == Place(1003, 8840))
    }

    @Test("limits of gaps and reordering hold from both sides")
    func limits() throws {
        var leg = Leg()
        _ = try leg.place(0, 0)
        #expect(try leg.place(2999, 0)?.number == 3999)
        #expect(try leg.place(5999, 0) == nil)
        #expect(try leg.place(2899, 0)?.number == 3899)
        #expect(try leg.place(2898, 0) == nil)
        #expect(leg.forwarder.counts[.suspect] == 2)
    }

    @Test("header extensions are mapped, others left out")
    func headerExtensions() throws {
        let rules = ForwardingRules(
            payloadTypes: Self.rules.payloadTypes,
            ssrc: 5,
            extensions: [ForwardingRules.HeaderExtension(incoming: 1, outgoing: 3)],
            midID: 4,
            mid: Array("a1".utf8)
        )
        var leg = Leg(rules)
        let block: [UInt8] = [0x40, 0x30, 0x10, 0x85, 0x10, 0x86, 0x20, 0xFF]
        let bytes = try #require(try leg.forward(packet(1, extensionBlock: block)))
        #expect(Array(bytes[12...]) == [0xBE, 0xDE, 0, 2, 0x41, 0x61, 0x31, 0x30, 0x85, 0, 0, 0, 1, 2, 3])
        // Without an extension there is still the mid.
        let plain = try #require(try leg.forward(packet(2)))
        #expect(try extensions(plain) == [4: [0x61, 0x31]])
        // Without both there is none at all.
        var bare = Leg()
        #expect(try #require(try bare.forward(packet(2, extensionBlock: block))).count == 15)
    }

    @Test("ids above 14 make the two-byte form, which is read on both sides")
    func twoByteForm() throws {
        let rules = ForwardingRules(
            payloadTypes: Self.rules.payloadTypes,
            ssrc: 5,
            extensions: [ForwardingRules.HeaderExtension(incoming: 20, outgoing: 15)],
            midID: 1,
            mid: Array(repeating: 0x61, count: 255)
        )
        var leg = Leg(rules)
        let block: [UInt8] = [20, 1, 0x85, 0]
        let bytes = try #require(try leg.forward(packet(1, extensionProfile: 0x1000, extensionBlock: block)))
        #expect(try extensions(bytes) == [1: rules.mid, 15: [0x85]])
        #expect(bytes[12...13] == [0x10, 0x00])
    }

    @Test("what does not fit the one-byte form is left out of it")
    func oneByteFormLimits() throws {
        let rules = ForwardingRules(
            payloadTypes: Self.rules.payloadTypes,
            ssrc: 5,
            extensions: [
                ForwardingRules.HeaderExtension(incoming: 1, outgoing: 1),
                ForwardingRules.HeaderExtension(incoming: 2, outgoing: 2),
                ForwardingRules.HeaderExtension(incoming: 3, outgoing: 3),
            ],
            midID: 4,
            mid: Array(repeating: 0x61, count: 17)
        )
        #expect(rules.mid.isEmpty)
        var leg = Leg(rules)
        let block: [UInt8] =
            [1, 0, 2, 16] + Array(repeating: 7, count: 16) + [3, 17] + Array(repeating: 8, count: 17) + [0]
        let bytes = try #require(try leg.forward(packet(1, extensionProfile: 0x1000, extensionBlock: block)))
        #expect(try extensions(bytes) == [2: Array(repeating: 7, count: 16)])
    }

    @Test("a packet that does not fit is dropped, and no number is given in vain")
    func noRoom() throws {
        var leg = Leg()
        let bytes = packet(1)
        var output = [UInt8](repeating: 0, count: bytes.count + Self.rules.maxGrowth - 1)
        var span = output.mutableSpan
        let outcome = leg.forwarder.forward(bytes.span, header: try parseHeader(bytes), now: .zero, into: &span)
        #expect(outcome == .dropped(.noRoom))
        #expect(leg.forwarder.counts[.noRoom] == 1)
        #expect(try leg.place(1, 0) == Place(1000, 5000, true))
    }

    @Test("whatever comes, no number is given twice within the window of SRTP")
    func uniqueNumbers() throws {
        var random = SplitMix64(state: 11)
        var leg = Leg()
        var given: [UInt16: Int] = [:]
        var number: UInt16 = 0
        for step in 0..<30_000 {
            switch Int.random(in: 0..<40, using: &random) {
            case 0: number = UInt16.random(in: .min ... .max, using: &random)
            case 1...6: number &-= UInt16.random(in: 0...130, using: &random)
            case 7...10: number &+= UInt16.random(in: 0...9, using: &random)
            default: number &+= 1
            }
            let ssrc: UInt32 = Int.random(in: 0..<50, using: &random) == 0 ? 2 : 1
            guard let place = try leg.place(number, UInt32(step), ssrc: ssrc, after: .milliseconds(20)) else {
                continue
            }
            if let before = given[place.number] { #expect(step - before > 1000, "step \(step)") }
            given[place.number] = step
        }
        #expect(leg.forwarder.counts.forwarded > 10_000)
        #expect(DropReason.allCases.count { leg.forwarder.counts[$0] > 0 } == 3)
    }
}
