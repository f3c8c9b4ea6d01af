// SPDX-License-Identifier: MIT

internal import RTP

/// Reads arrays, because a `Span` cannot go through a test macro.
func parseHeader(_ packet: [UInt8]) throws(RTPError) -> RTPHeader {
    try RTPHeader(parsing: packet.span)
}

func parseCompound(_ datagram: [UInt8], allowsReducedSize: Bool = true) throws(RTPError) -> [RTCPPacket] {
    try RTCPCompound(parsing: datagram.span, allowsReducedSize: allowsReducedSize).packets
}

/// The reason why bytes are not an RTP packet; nil if they are.
func headerFailure(_ packet: [UInt8]) -> RTPError.Code? {
    do throws(RTPError) {
        _ = try parseHeader(packet)
        return nil
    } catch {
        return error.code
    }
}

/// The reason why bytes are not a compound RTCP packet; nil if they are.
func compoundFailure(_ datagram: [UInt8], allowsReducedSize: Bool = true) -> RTPError.Code? {
    do throws(RTPError) {
        _ = try parseCompound(datagram, allowsReducedSize: allowsReducedSize)
        return nil
    } catch {
        return error.code
    }
}

/// The bytes of a number, most significant first.
func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    stride(from: Number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> Number($0)) }
}

/// An RTP packet.
func packet(
    _ sequenceNumber: UInt16,
    timestamp: UInt32 = 0,
    ssrc: UInt32 = 0xA1A2_A3A4,
    payloadType: UInt8 = 111,
    marker: Bool = false,
    sources: [UInt32] = [],
    extensionProfile: UInt16 = 0xBEDE,
    extensionBlock: [UInt8]? = nil,
    payload: [UInt8] = [1, 2, 3],
    padding: [UInt8] = []
) -> [UInt8] {
    var bytes: [UInt8] = [
        0x80 | (padding.isEmpty ? 0 : 0x20) | (extensionBlock == nil ? 0 : 0x10) | UInt8(sources.count),
        (marker ? 0x80 : 0) | payloadType,
    ]
    bytes += bigEndian(sequenceNumber) + bigEndian(timestamp) + bigEndian(ssrc) + sources.flatMap(bigEndian)
    if let extensionBlock {
        bytes += bigEndian(extensionProfile) + bigEndian(UInt16(extensionBlock.count / 4)) + extensionBlock
    }
    return bytes + payload + padding
}

/// The elements of a packet's header extension.
func extensions(_ packet: [UInt8]) throws -> [UInt8: [UInt8]] {
    let span = packet.span
    var reader = HeaderExtensionReader(try RTPHeader(parsing: span))
    var elements: [UInt8: [UInt8]] = [:]
    while let element = reader.next(in: span) {
        elements[element.id] = Array(packet[element.bytes])
    }
    return elements
}

/// A generator whose numbers depend on its seed only.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
