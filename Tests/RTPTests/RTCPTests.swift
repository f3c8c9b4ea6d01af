// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("RTCP")
struct RTCPTests {
    /// Made by hand after the figures of RFC 3550, section 6.4.1 and 6.5.
    private static let senderReport: [UInt8] = [
        0x81, 200, 0, 12,  // V=2, one block; 13 words
        0, 0, 0, 7,  // SSRC
        0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,  // NTP time
        0, 0, 0xBB, 0x80,  // RTP timestamp: 48000
        0, 0, 0, 50, 0, 0, 0x1F, 0x40,  // 50 packets, 8000 bytes
        0, 0, 0, 9,  // the block: SSRC
        0x40, 0xFF, 0xFF, 0xFE,  // a quarter lost; -2 in all
        0, 1, 0, 2,  // wrapped around once, then 2
        0, 0, 0, 15, 0x33, 0x44, 0x55, 0x66, 0, 1, 0x80, 0,  // jitter; LSR; DLSR of 1.5 s
    ]
    private static let description: [UInt8] = [
        0x81, 202, 0, 4,  // one chunk; 5 words
        0, 0, 0, 7,  // SSRC
        1, 3, 0x61, 0x62, 0x63,  // CNAME "abc"
        8, 1, 0x78,  // PRIV, which is skipped
        0, 0, 0, 0,  // the end, in a word of its own
    ]

    private static var block: ReceptionReport {
        var block = ReceptionReport(ssrc: 9)
        block.fractionLost = 0x40
        block.cumulativeLost = -2
        block.highestSequenceNumber = 0x1_0002
        block.jitter = 15
        block.lastSenderReport = 0x3344_5566
        block.delaySinceLastSenderReport = 0x0001_8000
        return block
    }

    static let samples: [RTCPPacket] = [
        .senderReport(
            SenderReport(
                ssrc: 7,
                time: NTPTime(rawValue: 0x1122_3344_5566_7788),
                timestamp: 48000,
                packets: 50,
                bytes: 8000,
                reports: [block]
            )
        ),
        .receiverReport(ReceiverReport(ssrc: 7, reports: [])),
        .receiverReport(ReceiverReport(ssrc: 7, reports: Array(repeating: block, count: 31))),
        .sourceDescription([
            SourceDescription(ssrc: 1, cname: Array("abc".utf8)), SourceDescription(ssrc: 2, cname: nil),
            SourceDescription(ssrc: 3, cname: []),
            SourceDescription(ssrc: 4, cname: Array(repeating: 0x61, count: 255)),
        ]),
        .sourceDescription([]),
        .bye([1, 2, 3]),
        .bye([]),
        .nack(NACK(sender: 1, source: 2, entries: [NACK.Entry(first: 65535, following: 0x8001)])),
        .pictureLoss(sender: 1, source: 2),
        .fullIntraRequest(
            FullIntraRequest(sender: 1, entries: [FullIntraRequest.Entry(source: 2, number: 255)])
        ),
    ]

    @Test("a report with a name is read")
    func compound() throws {
        let packets = try parseCompound(Self.senderReport + Self.description, allowsReducedSize: false)
        #expect(
            packets == [
                Self.samples[0], .sourceDescription([SourceDescription(ssrc: 7, cname: Array("abc".utf8))]),
            ]
        )
    }

    @Test("a report is written as the RFC has it")
    func written() {
        var writer = RTCPWriter()
        writer.append(Self.samples[0])
        #expect(writer.bytes == Self.senderReport)
    }

    @Test("what is written reads the same", arguments: samples.indices)
    func roundTrip(_ index: Int) throws {
        var writer = RTCPWriter()
        writer.append(Self.samples[index])
        #expect(writer.bytes.count % 4 == 0)
        #expect(try parseCompound(writer.bytes) == [Self.samples[index]])
    }

    @Test("all of them in one datagram read the same")
    func roundTripOfAll() throws {
        var writer = RTCPWriter()
        for sample in Self.samples { writer.append(sample) }
        #expect(try parseCompound(writer.bytes, allowsReducedSize: false) == Self.samples)
    }

    @Test("losses beyond 24 bits are written as the nearest that fits")
    func lossBounds() throws {
        for (lost, expected) in [
            (Int32.max, 0x7F_FFFF), (0x80_0000, 0x7F_FFFF), (0x7F_FFFF, 0x7F_FFFF), (-0x80_0000, -0x80_0000),
            (-0x80_0001, -0x80_0000), (.min, -0x80_0000),
        ] as [(Int32, Int32)] {
            var block = ReceptionReport(ssrc: 1)
            block.cumulativeLost = lost
            var writer = RTCPWriter()
            writer.append(.receiverReport(ReceiverReport(ssrc: 1, reports: [block])))
            block.cumulativeLost = expected
            #expect(try parseCompound(writer.bytes) == [.receiverReport(ReceiverReport(ssrc: 1, reports: [block]))])
        }
    }

    @Test("more than 31 blocks are cut off")
    func tooManyBlocks() throws {
        var writer = RTCPWriter()
        writer.append(.bye(Array(0..<40)))
        #expect(try parseCompound(writer.bytes) == [.bye(Array(0..<31))])
        let name = [UInt8](repeating: 1, count: 300)
        #expect(SourceDescription(ssrc: 1, cname: name).cname?.count == 255)
    }

    @Test("every length of a datagram cut short is refused, but at the seams")
    func cutShort() {
        let whole = Self.senderReport + Self.description
        for length in 0..<whole.count {
            let failure = compoundFailure(Array(whole.prefix(length)))
            #expect((failure == nil) == (length == Self.senderReport.count), "\(length)")
        }
    }

    struct Case: CustomTestStringConvertible {
        var what: String
        var bytes: [UInt8]
        var code: RTPError.Code?
        var testDescription: String { what }
    }

    @Test(
        "what is malformed is refused with its reason",
        arguments: [
            Case(what: "nothing", bytes: [], code: .tooShort),
            Case(what: "three bytes", bytes: [0x80, 201, 0], code: .tooShort),
            Case(what: "version 1", bytes: [0x40, 203, 0, 0], code: .unsupportedVersion),
            Case(what: "one word too long", bytes: [0x80, 203, 0, 1], code: .truncatedPacket),
            Case(what: "as long as can be", bytes: [0x80, 203, 0xFF, 0xFF], code: .truncatedPacket),
            Case(what: "bytes behind", bytes: [0x80, 203, 0, 0, 0x80], code: .truncatedPacket),
            Case(what: "a report without its sender", bytes: [0x80, 201, 0, 0], code: .truncatedReport),
            Case(what: "a block too few", bytes: [0x81, 201, 0, 1, 0, 0, 0, 1], code: .truncatedReport),
            Case(
                what: "a short sender report",
                bytes: [0x80, 200, 0, 5] + [UInt8](repeating: 0, count: 20),
                code: .truncatedReport
            ),
            Case(what: "31 sources in a word", bytes: [0x9F, 203, 0, 1, 0, 0, 0, 1], code: .malformedBye),
            Case(what: "a long reason", bytes: [0x80, 203, 0, 1, 4, 0, 0, 0], code: .malformedBye),
            Case(what: "a reason", bytes: [0x80, 203, 0, 1, 3, 0, 0, 0], code: nil),
            Case(what: "no chunk", bytes: [0x81, 202, 0, 0], code: .malformedSourceDescription),
            Case(
                what: "a chunk without end",
                bytes: [0x81, 202, 0, 2, 0, 0, 0, 1, 1, 2, 0x61, 0x62],
                code: .malformedSourceDescription
            ),
            Case(
                what: "an item without length",
                bytes: [0x81, 202, 0, 2, 0, 0, 0, 1, 1, 1, 0x61, 1],
                code: .malformedSourceDescription
            ),
            Case(
                what: "a long item",
                bytes: [0x81, 202, 0, 2, 0, 0, 0, 1, 1, 255, 0x61, 0],
                code: .malformedSourceDescription
            ),
            Case(
                what: "a chunk too few",
                bytes: [0x82, 202, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0],
                code: .malformedSourceDescription
            ),
            Case(what: "a short name", bytes: [0x80, 204, 0, 1, 0, 0, 0, 1], code: .malformedApplication),
            Case(what: "feedback without a source", bytes: [0x81, 206, 0, 1, 0, 0, 0, 1], code: .malformedFeedback),
            Case(
                what: "a NACK of nothing",
                bytes: [0x81, 205, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2],
                code: .malformedFeedback
            ),
            Case(
                what: "a PLI with more",
                bytes: [0x81, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0],
                code: .malformedFeedback
            ),
            Case(
                what: "half an entry of a FIR",
                bytes: [0x84, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2],
                code: .malformedFeedback
            ),
            Case(what: "padding of 0", bytes: [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0], code: .malformedPadding),
            Case(what: "padding of 3", bytes: [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3], code: .malformedPadding),
            Case(what: "padding of 12", bytes: [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 12], code: .malformedPadding),
            Case(what: "padding of 4", bytes: [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4], code: nil),
            Case(what: "padding of nothing", bytes: [0xA0, 203, 0, 0], code: .malformedPadding),
            Case(
                what: "padding before the last",
                bytes: [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4, 0x80, 203, 0, 0],
                code: .malformedPadding
            ),
        ]
    )
    func malformed(_ datagram: Case) {
        #expect(compoundFailure(datagram.bytes) == datagram.code)
    }

    @Test("feedback alone is taken only where it is agreed on")
    func reducedSize() {
        let nack: [UInt8] = [0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 5, 0, 0]
        #expect(compoundFailure(nack) == nil)
        #expect(compoundFailure(nack, allowsReducedSize: false) == .missingReport)
        #expect(compoundFailure([0x80, 201, 0, 1, 0, 0, 0, 1] + nack, allowsReducedSize: false) == nil)
    }

    @Test("what is not looked into is passed over: APP, XR, REMB, transport-wide feedback and unknown types")
    func others() throws {
        let ssrcs: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 2]
        let app: [UInt8] = [0x83, 204, 0, 2, 0, 0, 0, 1, 0x6E, 0x61, 0x6D, 0x65]
        let extended: [UInt8] = [0x80, 207, 0, 1, 0, 0, 0, 1]
        let remb: [UInt8] = [0x8F, 206, 0, 5] + ssrcs + Array("REMB".utf8) + [1, 0, 0, 0, 0, 0, 0, 2]
        let transport: [UInt8] = [0x8F, 205, 0, 3] + ssrcs + [0, 0, 0, 0]
        let unknown: [UInt8] = [0x80, 223, 0, 0]
        let packets = try parseCompound(app + extended + remb + transport + unknown + Self.senderReport)
        #expect(
            packets == [
                .other(type: 204, format: 3), .other(type: 207, format: 0), .other(type: 206, format: 15),
                .other(type: 205, format: 15), .other(type: 223, format: 0), Self.samples[0],
            ]
        )
        var writer = RTCPWriter()
        writer.append(.other(type: 204, format: 3))
        #expect(writer.bytes.isEmpty)
    }

    @Test("blocks may have an extension of a profile behind them")
    func profileExtension() throws {
        #expect(
            try parseCompound([0x80, 201, 0, 2, 0, 0, 0, 1, 9, 9, 9, 9])
                == [.receiverReport(ReceiverReport(ssrc: 1, reports: []))]
        )
    }

    @Test("missing packets are packed, and read in order, also around the wrap")
    func nackNumbers() {
        for (numbers, entries) in [
            ([], 0), ([5], 1), ([5, 6, 21], 1), ([5, 22], 2), ([65535, 0, 15], 1), ([65535, 16], 2), ([5, 5], 2),
            ([10, 5], 2),
        ] as [([UInt16], Int)] {
            let nack = NACK(sender: 1, source: 2, sequenceNumbers: numbers)
            var read: [UInt16] = []
            nack.forEachSequenceNumber { read.append($0) }
            #expect(read == numbers)
            #expect(nack.entries.count == entries)
        }
    }

    @Test("random bytes never disturb, and what is read of them is written and read the same")
    func randomBytes() throws {
        var random = SplitMix64(state: 3)
        let types: [UInt8] = [200, 201, 202, 203, 204, 205, 206, 207]
        var parsed = 0
        for _ in 0..<20_000 {
            var bytes = (0..<4 * Int.random(in: 1...20, using: &random)).map { _ in
                UInt8.random(in: 0...7, using: &random)
            }
            bytes[0] = 0x80 | UInt8.random(in: 0...6, using: &random)
            bytes[1] = types[Int.random(in: 0..<8, using: &random)]
            bytes[2] = 0
            bytes[3] = UInt8(bytes.count / 4 - 1)
            guard let packets = try? parseCompound(bytes) else { continue }
            parsed += 1
            var writer = RTCPWriter()
            for packet in packets { writer.append(packet) }
            if case .other = packets[0] { continue }
            #expect(try parseCompound(writer.bytes) == packets)
        }
        #expect(parsed > 5000)
    }
}
