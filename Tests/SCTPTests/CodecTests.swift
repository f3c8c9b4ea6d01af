// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Codec")
struct CodecTests {
    /// RFC 3720, appendix B.4; SCTP uses the same checksum.
    @Test func computesTheChecksum() {
        let cases: [([UInt8], UInt32)] = [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ([UInt8](0..<32), 0x46DD_794E),
            ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
            (Array("123456789".utf8), 0xE306_9283),
            ([], 0),
        ]
        for (text, expected) in cases {
            let checksum = CRC32c.checksum(of: text.span)
            #expect(checksum == expected)
        }
    }

    private func header(of packet: [UInt8]) -> CommonHeader? { CommonHeader(checking: packet.span) }
    private func initiation(_ value: [UInt8]) -> Initiation? { Initiation(value: value.span) }
    private func acknowledgement(_ value: [UInt8]) -> SelectiveAck? { SelectiveAck(value: value.span) }
    private func cookie(_ text: [UInt8], key: UInt64) -> StateCookie? {
        StateCookie(text.span, signedBy: { SCTPAssociation.signature($0, key: key) })
    }

    @Test func refusesAPacketWithAnyBitChanged() {
        var packet: [UInt8] = []
        CommonHeader(sourcePort: 5000, destinationPort: 5001, verificationTag: 7).write(to: &packet)
        ChunkWriter.write(.cookieAck, to: &packet)
        CommonHeader.seal(&packet)
        #expect(header(of: packet) == CommonHeader(sourcePort: 5000, destinationPort: 5001, verificationTag: 7))
        for bit in 0..<(packet.count * 8) {
            var changed = packet
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(header(of: changed) == nil)
        }
        for count in packet.indices { #expect(header(of: Array(packet[..<count])) == nil) }
    }

    @Test func comparesNumbersAroundTheEnd() {
        #expect(TSN(0) > TSN(.max))
        #expect(TSN(.max) < TSN(5))
        #expect(!(TSN(5) > TSN(5)))
        #expect(TSN(5) >= TSN(5))
        #expect(TSN(3).distance(from: TSN(.max)) == 4)
        #expect(StreamSequence.isAfter(0, 65_535))
        #expect(!StreamSequence.isAfter(65_535, 0))
    }

    @Test func readsWhatItWritesOfAnInitiation() throws {
        var own = Initiation(
            tag: 0x0102_0304,
            receiveWindow: 70_000,
            outboundStreams: 300,
            inboundStreams: 400,
            initialTSN: TSN(0xFFFF_FFFE)
        )
        own.cookie = [1, 2, 3, 4, 5]
        var packet: [UInt8] = []
        own.write(.initiationAck, to: &packet)
        #expect(packet.count % 4 == 0)
        let length = Int(packet.span.uint16(at: 2))
        #expect(initiation(Array(packet[4..<length])) == own)
        // Cut between two parameters, or in the padding of one, the rest is well-formed.
        for count in 4..<length where ![20, 29, 30, 31, 32, 36].contains(count) {
            #expect(initiation(Array(packet[4..<count])) == nil, "\(count)")
        }
    }

    @Test(arguments: [0, 8, 10])
    func refusesAnInitiationWithoutTagOrStreams(_ offset: Int) {
        let own = Initiation(
            tag: 1,
            receiveWindow: 1,
            outboundStreams: 1,
            inboundStreams: 1,
            initialTSN: TSN(1)
        )
        var packet: [UInt8] = []
        own.write(.initiation, to: &packet)
        var value = Array(packet[4...])
        for index in 0..<(offset == 0 ? 4 : 2) { value[offset + index] = 0 }
        #expect(initiation(value) == nil)
    }

    /// Section 3.2.1 of RFC 9260: the two highest bits say whether to go on and whether to report.
    @Test(arguments: [
        (UInt16(0x0123), false, false), (0x4123, false, true), (0x8123, true, false), (0xC123, true, true),
    ])
    func treatsUnknownParametersByTheirHighBits(_ type: UInt16, _ goesOn: Bool, _ reports: Bool) throws {
        var value: [UInt8] = []
        value.append(UInt32(1))
        value.append(UInt32(2))
        value.append(UInt32(0x0001_0001))
        value.append(UInt32(4))
        ChunkWriter.writeParameter(type, to: &value) { $0 += [1, 2, 3] }
        ChunkWriter.writeParameter(0xC000, to: &value)
        let read = try #require(initiation(value))
        #expect(read.supportsForwardTSN == goesOn)
        #expect(read.unrecognized.isEmpty == !reports)
    }

    @Test func acceptsOnlyItsOwnCookies() throws {
        let peer = Initiation(
            tag: 9,
            receiveWindow: 10,
            outboundStreams: 11,
            inboundStreams: 12,
            initialTSN: TSN(13)
        )
        let made = StateCookie(
            madeAt: 123_456,
            localTag: 1,
            localInitialTSN: TSN(2),
            peer: peer,
            tieLocalTag: 3,
            tiePeerTag: 4
        )
        let bytes = made.signed { SCTPAssociation.signature($0, key: 5) }
        #expect(cookie(bytes, key: 5) == made)
        #expect(cookie(bytes, key: 6) == nil)
        for bit in 0..<(bytes.count * 8) {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(cookie(changed, key: 5) == nil)
        }
        for count in bytes.indices { #expect(cookie(Array(bytes[..<count]), key: 5) == nil) }
    }

    @Test func refusesAnAcknowledgementWithWrongBlocks() {
        func value(_ blocks: [(UInt16, UInt16)], count: Int? = nil) -> [UInt8] {
            var value: [UInt8] = []
            value.append(UInt32(1))
            value.append(UInt32(2))
            value.append(UInt16(count ?? blocks.count))
            value.append(UInt16(0))
            for block in blocks {
                value.append(block.0)
                value.append(block.1)
            }
            return value
        }
        #expect(acknowledgement(value([(2, 3), (5, 5)])) != nil)
        #expect(acknowledgement(value([(0, 3)])) == nil)
        #expect(acknowledgement(value([(4, 3)])) == nil)
        #expect(acknowledgement(value([(2, 3)], count: 2)) == nil)
        #expect(acknowledgement(value([], count: 65_535)) == nil)
    }
}
