// SPDX-License-Identifier: MIT

/// What INIT and INIT-ACK say of their sender,
/// [RFC 9260, sections 3.3.2 and 3.3.3](https://www.rfc-editor.org/rfc/rfc9260.html#section-3.3.2).
struct Initiation: Hashable {
    private static let fixedCount = 16
    /// The cookies that are sent back; a longer one does not fit into a packet.
    static let maxCookieCount = 1024

    private enum Parameter {
        static let cookie: UInt16 = 7
        static let unrecognized: UInt16 = 8
        /// Of RFC 5061, section 4.2.7: the numbers of the chunks beyond RFC 9260 that the sender knows.
        static let supportedExtensions: UInt16 = 0x8008
        /// Of RFC 3758, section 3.1.
        static let forwardTSN: UInt16 = 0xC000
        /// Addresses, the lifetime asked for, and address types: without meaning over DTLS (RFC 8261, section 6).
        static let ignored: Set<UInt16> = [5, 6, 9, 11, 12]
    }

    var tag: UInt32
    var receiveWindow: UInt32
    var outboundStreams: UInt16
    var inboundStreams: UInt16
    var initialTSN: TSN
    var supportsForwardTSN = true
    var supportsReconfiguration = true
    /// With INIT-ACK.
    var cookie: [UInt8] = []
    /// Parameters to tell the sender of, whole.
    var unrecognized: [UInt8] = []

    init(tag: UInt32, receiveWindow: UInt32, outboundStreams: UInt16, inboundStreams: UInt16, initialTSN: TSN) {
        self.tag = tag
        self.receiveWindow = receiveWindow
        self.outboundStreams = outboundStreams
        self.inboundStreams = inboundStreams
        self.initialTSN = initialTSN
    }

    /// Reads a chunk's value; nil if it is not whole, or has a 0 where none may be (section 3.3.2).
    init?(value: Span<UInt8>) {
        guard value.count >= Self.fixedCount else { return nil }
        self.init(
            tag: value.uint32(at: 0),
            receiveWindow: value.uint32(at: 4),
            outboundStreams: value.uint16(at: 8),
            inboundStreams: value.uint16(at: 10),
            initialTSN: TSN(value.uint32(at: 12))
        )
        supportsForwardTSN = false
        supportsReconfiguration = false
        guard tag != 0, outboundStreams != 0, inboundStreams != 0, readParameters(of: value) else { return nil }
    }

    private mutating func readParameters(of value: Span<UInt8>) -> Bool {
        var reader = ParameterReader(from: Self.fixedCount)
        while true {
            switch reader.next(in: value) {
            case .end: return true
            case .malformed: return false
            case .parameter(let type, let range):
                guard read(type, value.extracting(range)) else {
                    let action = UnknownTypeAction(parameterType: type)
                    if action.reports { report(value.extracting((range.lowerBound - 4)..<range.upperBound)) }
                    if action.stops { return true }
                    continue
                }
            }
        }
    }

    /// Whether the parameter is known.
    private mutating func read(_ type: UInt16, _ value: Span<UInt8>) -> Bool {
        switch type {
        case Parameter.cookie: if value.count <= Self.maxCookieCount { cookie = value.copied }
        case Parameter.forwardTSN: supportsForwardTSN = true
        case Parameter.supportedExtensions:
            for index in value.indices {
                if value[index] == ChunkType.reconfiguration.rawValue { supportsReconfiguration = true }
                if value[index] == ChunkType.forwardTSN.rawValue { supportsForwardTSN = true }
            }
        case Parameter.unrecognized: break
        default: return Parameter.ignored.contains(type)
        }
        return true
    }

    private mutating func report(_ parameter: Span<UInt8>) {
        guard unrecognized.count + parameter.count <= ErrorCause.maxEchoedCount else { return }
        unrecognized.append(copying: parameter)
        unrecognized.padToFour()
    }

    /// Writes the chunk of our own: both extensions, the cookie if there is one, and what the peer's INIT had that we
    /// do not know.
    func write(_ type: ChunkType, unrecognized: [UInt8] = [], to packet: inout [UInt8]) {
        ChunkWriter.write(type, to: &packet) { packet in
            packet.append(tag)
            packet.append(receiveWindow)
            packet.append(outboundStreams)
            packet.append(inboundStreams)
            packet.append(initialTSN.value)
            if !cookie.isEmpty {
                ChunkWriter.writeParameter(Parameter.cookie, to: &packet) { $0.append(contentsOf: cookie) }
            }
            if supportsForwardTSN { ChunkWriter.writeParameter(Parameter.forwardTSN, to: &packet) }
            ChunkWriter.writeParameter(Parameter.supportedExtensions, to: &packet) { packet in
                if supportsReconfiguration { packet.append(ChunkType.reconfiguration.rawValue) }
                if supportsForwardTSN { packet.append(ChunkType.forwardTSN.rawValue) }
            }
            if !unrecognized.isEmpty {
                ChunkWriter.writeParameter(Parameter.unrecognized, to: &packet) {
                    $0.append(contentsOf: unrecognized)
                }
            }
        }
    }
}
