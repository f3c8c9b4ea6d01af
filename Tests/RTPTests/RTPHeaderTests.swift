// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("RTP header")
struct RTPHeaderTests {
    /// Made by hand after the figures of RFC 3550, section 5.1 and RFC 8285, section 4.2.
    private static let everything: [UInt8] = [
        0xB2, 0xEF,  // V=2, P, X, CC=2; M, PT=111
        0x12, 0x34,  // sequence number
        0x01, 0x02, 0x03, 0x04,  // timestamp
        0xA1, 0xA2, 0xA3, 0xA4,  // SSRC
        0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x02,  // CSRC
        0xBE, 0xDE, 0x00, 0x02,  // one-byte form, two words
        0x10, 0x85,  // id 1, one byte: speech at -5 dB
        0x42, 0x61, 0x62, 0x63,  // id 4, three bytes: "abc"
        0x00, 0x00,  // padding of the extension
        0xDE, 0xAD, 0xBE,  // payload
        0x00, 0x02,  // two bytes of padding
    ]

    @Test("all parts are read")
    func everyPart() throws {
        let header = try parseHeader(Self.everything)
        #expect(header.hasMarker)
        #expect(header.payloadType == 111)
        #expect(header.sequenceNumber == 0x1234)
        #expect(header.timestamp == 0x0102_0304)
        #expect(header.ssrc == 0xA1A2_A3A4)
        #expect(header.sourceCount == 2)
        #expect(header.extensionProfile == 0xBEDE)
        #expect(header.extensionBlock == 24..<32)
        #expect(header.payload == 32..<35)
        #expect(header.paddingLength == 2)
        #expect(try extensions(Self.everything) == [1: [0x85], 4: [0x61, 0x62, 0x63]])
    }

    @Test("cut short anywhere it is refused, or has a shorter payload")
    func cutShort() throws {
        for length in 0..<Self.everything.count {
            let cut = Array(Self.everything.prefix(length))
            switch length {
            case ..<12: #expect(headerFailure(cut) == .tooShort)
            case ..<20: #expect(headerFailure(cut) == .truncatedSources)
            case ..<32: #expect(headerFailure(cut) == .truncatedExtension)
            case 32: #expect(headerFailure(cut) == .malformedPadding)
            // The last byte is another now: 0xDE and more are too long, and 0 is none.
            default: #expect(headerFailure(cut) == .malformedPadding)
            }
        }
    }

    @Test("errors say their code, and codes are distinct")
    func errors() {
        let error = #expect(throws: RTPError.self) { try parseHeader([]) }
        #expect(error?.description == "too_short")
        #expect(Set(RTPError.Code.allCases.map(\.rawValue)).count == RTPError.Code.allCases.count)
    }

    @Test("the shortest packet has twelve bytes and no payload")
    func shortest() throws {
        let bytes = packet(0, payload: [])
        let header = try parseHeader(bytes)
        #expect(bytes.count == RTPHeader.fixedLength)
        #expect(header.payload.isEmpty && header.extensionBlock.isEmpty && header.paddingLength == 0)
        #expect(!header.hasMarker)
    }

    @Test("only version 2 is taken", arguments: 0..<4)
    func version(_ version: UInt8) {
        var bytes = packet(0)
        bytes[0] = bytes[0] & 0x3F | version << 6
        #expect(headerFailure(bytes) == (version == 2 ? nil : .unsupportedVersion))
    }

    @Test("padding fills the payload at most, and is at least itself")
    func padding() throws {
        #expect(headerFailure(packet(0, payload: [1, 2], padding: [0, 0, 0])) == .malformedPadding)
        #expect(headerFailure(packet(0, payload: [1, 2], padding: [0, 0, 6])) == .malformedPadding)
        #expect(try parseHeader(packet(0, payload: [1, 2], padding: [0, 0, 5])).payload.isEmpty)
        #expect(try parseHeader(packet(0, payload: [1, 2], padding: [1])).payload.count == 2)
        var bare = packet(0, payload: [])
        bare[0] |= 0x20
        #expect(headerFailure(bare) == .malformedPadding)
    }

    @Test("an extension may be empty, fill the packet, and not go beyond it")
    func extensionLengths() throws {
        #expect(try parseHeader(packet(0, extensionBlock: [])).extensionBlock.isEmpty)
        #expect(try parseHeader(packet(0, extensionBlock: [0, 0, 0, 0], payload: [])).payload.isEmpty)
        var long = packet(0, extensionBlock: [0, 0, 0, 0], payload: [])
        long[15] = 2
        #expect(headerFailure(long) == .truncatedExtension)
        long[14] = 0xFF
        long[15] = 0xFF
        #expect(headerFailure(long) == .truncatedExtension)
    }

    @Test("a header is written back in place, and all else stays")
    func rewriting() throws {
        var bytes = Self.everything
        var header = try parseHeader(bytes)
        header.hasMarker = false
        header.payloadType = 96
        header.sequenceNumber = 0xFFFF
        header.timestamp = 0xFFFF_FFFE
        header.ssrc = 0x0506_0708
        var span = bytes.mutableSpan
        header.rewrite(&span)
        #expect(try parseHeader(bytes) == header)
        #expect(bytes[0] == Self.everything[0])
        #expect(bytes[12...] == Self.everything[12...])
        #expect(Array(bytes[1...11]) == [96, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 5, 6, 7, 8])
    }

    @Test("a payload type has no more than seven bits")
    func payloadTypeBits() throws {
        var bytes = packet(0)
        var header = try parseHeader(bytes)
        header.payloadType = 0xFF
        var span = bytes.mutableSpan
        header.rewrite(&span)
        #expect(bytes[1] == 0x7F)
    }

    @Test("RTP and RTCP are told apart by the first two bytes")
    func kinds() {
        func kind(_ bytes: UInt8...) -> PacketKind? { PacketKind(of: bytes.span) }
        // RFC 5761, section 4: 192 to 223 are RTCP.
        #expect(kind(0x80, 191) == .rtp && kind(0x80, 192) == .rtcp && kind(0xBF, 223) == .rtcp)
        #expect(kind(0x80, 224) == .rtp && kind(0x80, 111) == .rtp && kind(0x80, 0x80 | 111) == .rtp)
        // RFC 7983: STUN is 0 to 3, DTLS 20 to 63, TURN channels 64 to 79.
        for first: UInt8 in [0, 3, 20, 63, 64, 127, 192, 255] { #expect(kind(first, 200) == nil) }
        #expect(kind(0x80) == nil && kind() == nil)
    }
}
