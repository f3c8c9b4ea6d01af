// SPDX-License-Identifier: MIT

/// What each packet begins with, [RFC 9260, section 3.1](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.1).
///
/// ```
///  0             2             4            8          12
/// | source port | destination | tag        | checksum |
/// ```
struct CommonHeader: Hashable {
    static let count = 12
    static let checksumOffset = 8

    var sourcePort: UInt16
    var destinationPort: UInt16
    /// The receiver's initiate tag; 0 with INIT.
    var verificationTag: UInt32

    init(sourcePort: UInt16, destinationPort: UInt16, verificationTag: UInt32) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.verificationTag = verificationTag
    }

    /// Reads the header of a packet; nil if it is too short or its checksum is wrong.
    init?(checking packet: Span<UInt8>) {
        guard packet.count >= Self.count + ChunkHeader.count else { return nil }
        let field = Self.checksumOffset
        // The checksum alone is sent least significant byte first.
        let received = packet.uint32(at: field).byteSwapped
        guard received == CRC32c.checksum(ofPacket: packet) else { return nil }
        self.init(
            sourcePort: packet.uint16(at: 0),
            destinationPort: packet.uint16(at: 2),
            verificationTag: packet.uint32(at: 4)
        )
    }

    /// Begins a packet.
    func write(to packet: inout [UInt8]) {
        packet.append(sourcePort)
        packet.append(destinationPort)
        packet.append(verificationTag)
        packet.append(UInt32(0))
    }

    /// Ends a packet: fills in the checksum.
    static func seal(_ packet: inout [UInt8]) {
        let checksum = CRC32c.checksum(ofPacket: packet.span).byteSwapped
        packet.set(UInt16(truncatingIfNeeded: checksum >> 16), at: checksumOffset)
        packet.set(UInt16(truncatingIfNeeded: checksum), at: checksumOffset + 2)
    }
}
