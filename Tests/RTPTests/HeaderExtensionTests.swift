// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("Header extensions")
struct HeaderExtensionTests {
    private func oneByte(_ block: [UInt8]) throws -> [UInt8: [UInt8]] {
        try extensions(packet(0, extensionBlock: block))
    }

    private func twoByte(_ block: [UInt8], profile: UInt16 = 0x1000) throws -> [UInt8: [UInt8]] {
        try extensions(packet(0, extensionProfile: profile, extensionBlock: block))
    }

    @Test("the example of RFC 8285, section 4.2 is read")
    func exampleOfOneByteForm() throws {
        // Three elements: one byte, two bytes behind padding, four bytes.
        let block: [UInt8] = [0x10, 0xAA, 0x21, 0xBB, 0xBB, 0x00, 0x00, 0x33, 0xCC, 0xCC, 0xCC, 0xCC]
        #expect(try oneByte(block) == [1: [0xAA], 2: [0xBB, 0xBB], 3: [0xCC, 0xCC, 0xCC, 0xCC]])
    }

    @Test("the example of RFC 8285, section 4.3 is read")
    func exampleOfTwoByteForm() throws {
        // Three elements: none, one byte, padding, four bytes.
        let block: [UInt8] = [0x01, 0x00, 0x02, 0x01, 0xBB, 0x00, 0x03, 0x04, 0xCC, 0xCC, 0xCC, 0xCC]
        #expect(try twoByte(block) == [1: [], 2: [0xBB], 3: [0xCC, 0xCC, 0xCC, 0xCC]])
        #expect(try twoByte(block, profile: 0x100F).count == 3)
        #expect(try twoByte(block, profile: 0x1010).isEmpty)
    }

    @Test("id 15, and id 0 with a length, end the one-byte form")
    func endOfOneByteForm() throws {
        #expect(try oneByte([0x10, 0xAA, 0xF0, 0xBB, 0x20, 0xCC, 0, 0]) == [1: [0xAA]])
        #expect(try oneByte([0x10, 0xAA, 0x01, 0xBB, 0x20, 0xCC, 0, 0]) == [1: [0xAA]])
    }

    @Test("an element beyond the end of the extension ends it")
    func truncated() throws {
        #expect(try oneByte([0x10, 0xAA, 0x2F, 0xBB]) == [1: [0xAA]])
        #expect(try oneByte([0x10, 0xAA, 0x00, 0x20]) == [1: [0xAA]])
        #expect(try twoByte([0x01, 0x01, 0xAA, 0x02]) == [1: [0xAA]])
        #expect(try twoByte([0x01, 0x00, 0x02, 0x01]) == [1: []])
        #expect(try twoByte([0x01, 0xFF, 0x02, 0x01]).isEmpty)
    }

    @Test("the longest elements of both forms are read")
    func longest() throws {
        #expect(try oneByte([0x1F] + Array(repeating: 7, count: 16) + [0, 0, 0])[1]?.count == 16)
        #expect(try twoByte([0xFF, 0xFF] + Array(repeating: 7, count: 255) + [0, 0, 0])[255]?.count == 255)
    }

    @Test("the audio level is read and written")
    func audioLevel() throws {
        for (byte, isSpeech, attenuation) in [(0x00, false, 0), (0x7F, false, 127), (0x80, true, 0), (0xB2, true, 50)] {
            let level = AudioLevel(byte: UInt8(byte))
            #expect(level == AudioLevel(isSpeech: isSpeech, attenuation: UInt8(attenuation)))
            #expect(level.byte == UInt8(byte))
        }
        #expect(AudioLevel(isSpeech: false, attenuation: 200).attenuation == 127)
        let bytes = packet(0, extensionBlock: [0x30, 0x85, 0, 0])
        let header = try parseHeader(bytes)
        #expect(AudioLevel(of: header, id: 3, in: bytes.span) == AudioLevel(isSpeech: true, attenuation: 5))
        #expect(AudioLevel(of: header, id: 4, in: bytes.span) == nil)
        let empty = packet(0, extensionProfile: 0x1000, extensionBlock: [3, 0, 0, 0])
        #expect(AudioLevel(of: try parseHeader(empty), id: 3, in: empty.span) == nil)
    }
}
