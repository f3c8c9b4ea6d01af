// SPDX-License-Identifier: MIT

/// The head of a DATA chunk, [RFC 9260, section 3.3.1](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.3.1).
struct DataChunk: Hashable {
    /// The bytes before the user data, the chunk's header included.
    static let overhead = 16

    /// The bits of the chunk's flags.
    struct Flags: OptionSet, Hashable {
        let rawValue: UInt8

        static let end = Flags(rawValue: 1)
        static let beginning = Flags(rawValue: 2)
        static let unordered = Flags(rawValue: 4)
        /// The sender asks for a SACK at once.
        static let immediate = Flags(rawValue: 8)
        static let whole: Flags = [.beginning, .end]
    }

    var tsn: TSN
    var stream: UInt16
    var sequence: UInt16
    var protocolID: UInt32
    var flags: Flags

    init(tsn: TSN, stream: UInt16, sequence: UInt16, protocolID: UInt32, flags: Flags) {
        self.tsn = tsn
        self.stream = stream
        self.sequence = sequence
        self.protocolID = protocolID
        self.flags = flags
    }

    /// Reads the head; nil if the value is too short.
    ///
    /// The user data are what follows the first 12 bytes of the value.
    init?(flags: UInt8, value: Span<UInt8>) {
        guard value.count >= Self.overhead - ChunkHeader.count else { return nil }
        self.init(
            tsn: TSN(value.uint32(at: 0)),
            stream: value.uint16(at: 4),
            sequence: value.uint16(at: 6),
            protocolID: value.uint32(at: 8),
            flags: Flags(rawValue: flags)
        )
    }

    var isUnordered: Bool { flags.contains(.unordered) }

    func write(to packet: inout [UInt8], payload: ArraySlice<UInt8>) {
        ChunkWriter.write(.data, flags: flags.rawValue, to: &packet) { packet in
            packet.append(tsn.value)
            packet.append(stream)
            packet.append(sequence)
            packet.append(protocolID)
            packet.append(contentsOf: payload)
        }
    }
}
