// SPDX-License-Identifier: MIT

import SRTP
import Testing

func hexadecimal(_ text: String) -> [UInt8] {
    let digits = text.filter(\.isHexDigit).compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

func rtpPacket(ssrc: UInt32 = 1, sequence: UInt16 = 0, count: Int = 160) -> [UInt8] {
    [0x80, 111, UInt8(sequence >> 8), UInt8(sequence & 0xFF), 0, 0, 0, 9] + word(ssrc)
        + (0..<count).map { UInt8(truncatingIfNeeded: $0) }
}

func rtcpPacket(ssrc: UInt32 = 1, count: Int = 20) -> [UInt8] {
    [0x80, 200, UInt8((1 + count / 4) >> 8), UInt8((1 + count / 4) & 0xFF)] + word(ssrc)
        + (0..<count).map { UInt8(truncatingIfNeeded: $0) }
}

private func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

extension SRTPSession {
    /// Runs an operation over a packet with `room` bytes behind it.
    private func run(
        _ packet: [UInt8],
        room: Int,
        _ operation: (inout MutableRawSpan, Int) throws(SRTPError) -> Int
    ) throws(SRTPError) -> [UInt8] {
        var buffer = packet + [UInt8](repeating: 0xEE, count: room)
        var span = buffer.mutableSpan
        var bytes = unsafe span.mutableBytes
        let count = try operation(&bytes, packet.count)
        return Array(buffer[..<count])
    }

    func protected(_ packet: [UInt8], room: Int = 20) throws(SRTPError) -> [UInt8] {
        try run(packet, room: room) { bytes, count throws(SRTPError) in try protect(&bytes, count: count) }
    }
    func unprotected(_ packet: [UInt8]) throws(SRTPError) -> [UInt8] {
        try run(packet, room: 0) { bytes, count throws(SRTPError) in try unprotect(&bytes, count: count) }
    }
    func protectedRTCP(_ packet: [UInt8], room: Int = 20) throws(SRTPError) -> [UInt8] {
        try run(packet, room: room) { bytes, count throws(SRTPError) in try protectRTCP(&bytes, count: count) }
    }
    func unprotectedRTCP(_ packet: [UInt8]) throws(SRTPError) -> [UInt8] {
        try run(packet, room: 0) { bytes, count throws(SRTPError) in try unprotectRTCP(&bytes, count: count) }
    }
}

/// Two endpoints of one call.
struct Endpoints {
    let first: SRTPSession
    let second: SRTPSession

    init(_ profile: SRTPProfile, ssrcs: [UInt32] = [1]) throws {
        let keys = try [UInt8(1), 2].map { seed in
            try #require(
                SRTPMasterKey(
                    profile: profile,
                    key: Self.key(profile, seed),
                    salt: Self.salt(profile, seed)
                )
            )
        }
        first = try SRTPSession(#require(SRTPKeyingMaterial(local: keys[0], remote: keys[1])))
        second = try SRTPSession(#require(SRTPKeyingMaterial(local: keys[1], remote: keys[0])))
        for session in [first, second] {
            for ssrc in ssrcs {
                try session.addOutbound(ssrc: ssrc)
                try session.addInbound(ssrc: ssrc)
            }
        }
    }

    static func key(_ profile: SRTPProfile, _ seed: UInt8) -> [UInt8] {
        (0..<profile.keySize).map { UInt8($0) &* 7 &+ seed }
    }
    static func salt(_ profile: SRTPProfile, _ seed: UInt8) -> [UInt8] {
        (0..<profile.saltSize).map { UInt8($0) &* 11 &+ seed }
    }
}
