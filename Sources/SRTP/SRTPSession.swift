// SPDX-License-Identifier: MIT

internal import CSRTP

/// SRTP and SRTCP between two endpoints ([RFC 3711](https://www.rfc-editor.org/rfc/rfc3711.html),
/// [RFC 7714](https://www.rfc-editor.org/rfc/rfc7714.html)), in place, in the caller's buffers.
///
/// Only SSRCs that were added are taken, in either direction; others are refused before libsrtp sees them. A buffer starts
/// at a multiple of 4 bytes, as libsrtp asks. A session is confined to whoever made it.
public final class SRTPSession {
    /// How far behind the newest index of a stream a packet may be, in packets: the replay window.
    ///
    /// SRTCP's has the same size, which is fixed in libsrtp.
    public static let replayWindow = 128

    /// How many SSRCs a session takes in each direction.
    public static let maximumStreams = 32

    /// The most bytes of a packet, with its trailer: the most that a UDP datagram carries.
    public static let maximumPacketSize = 65_507

    /// The profile of both directions.
    public let profile: SRTPProfile

    private var outbound: SRTPContext
    private var inbound: SRTPContext

    /// Makes a session without any SSRC.
    ///
    /// - Parameter keyingMaterial: what the DTLS handshake has agreed on.
    /// - Throws: ``SRTPLibraryError`` if libsrtp cannot be used; ``SRTPError/failed(status:)`` without memory.
    public init(_ keyingMaterial: SRTPKeyingMaterial) throws {
        try SRTPLibrary.start()
        profile = keyingMaterial.profile
        guard let outbound = SRTPContext(profile: profile, masterKey: keyingMaterial.local.bytes),
            let inbound = SRTPContext(profile: profile, masterKey: keyingMaterial.remote.bytes)
        else { throw SRTPError.failed(status: srtp_err_status_alloc_fail.rawValue) }
        self.outbound = outbound
        self.inbound = inbound
    }

    /// Lets packets with this SSRC be protected.
    ///
    /// An SSRC that is removed and added again starts over: its indices may repeat, which gives the plaintext away. So a
    /// sender that is done takes a new SSRC.
    public func addOutbound(ssrc: UInt32) throws(SRTPError) { try outbound.addStream(ssrc) }

    /// Lets packets with this SSRC be unprotected.
    public func addInbound(ssrc: UInt32) throws(SRTPError) { try inbound.addStream(ssrc) }

    /// Forgets an SSRC; false if it is not known.
    @discardableResult
    public func removeOutbound(ssrc: UInt32) -> Bool { outbound.removeStream(ssrc) }

    /// Forgets an SSRC, with its replay window; false if it is not known.
    @discardableResult
    public func removeInbound(ssrc: UInt32) -> Bool { inbound.removeStream(ssrc) }

    /// Protects the RTP packet in the first `count` bytes, and returns how many it has then.
    ///
    /// The buffer has room for `profile.rtpOverhead` bytes more.
    public func protect(_ buffer: UnsafeMutableRawBufferPointer, count: Int) throws(SRTPError) -> Int {
        try unsafe Self.checkSize(buffer, count, growingBy: profile.rtpOverhead)
        let packet = unsafe buffer.bytes.extracting(first: count)
        let ssrc = try PacketShape.ssrcOfRTP(packet, trailer: 0)
        return try unsafe outbound.run(srtp_protect, buffer, count, of: ssrc)
    }

    /// Unprotects the SRTP packet in the first `count` bytes, and returns how many it has then.
    public func unprotect(_ buffer: UnsafeMutableRawBufferPointer, count: Int) throws(SRTPError) -> Int {
        try unsafe Self.checkSize(buffer, count, growingBy: 0)
        let packet = unsafe buffer.bytes.extracting(first: count)
        let ssrc = try PacketShape.ssrcOfRTP(packet, trailer: profile.rtpOverhead)
        return try unsafe inbound.run(srtp_unprotect, buffer, count, of: ssrc)
    }

    /// Protects the RTCP packet in the first `count` bytes, and returns how many it has then.
    ///
    /// The buffer has room for `profile.rtcpOverhead` bytes more.
    public func protectRTCP(_ buffer: UnsafeMutableRawBufferPointer, count: Int) throws(SRTPError) -> Int {
        try unsafe Self.checkSize(buffer, count, growingBy: profile.rtcpOverhead)
        let packet = unsafe buffer.bytes.extracting(first: count)
        let ssrc = try PacketShape.ssrcOfRTCP(packet, trailer: 0)
        return try unsafe outbound.run(srtp_protect_rtcp, buffer, count, of: ssrc)
    }

    /// Unprotects the SRTCP packet in the first `count` bytes, and returns how many it has then.
    public func unprotectRTCP(_ buffer: UnsafeMutableRawBufferPointer, count: Int) throws(SRTPError) -> Int {
        try unsafe Self.checkSize(buffer, count, growingBy: 0)
        let packet = unsafe buffer.bytes.extracting(first: count)
        let ssrc = try PacketShape.ssrcOfRTCP(packet, trailer: profile.rtcpOverhead)
        return try unsafe inbound.run(srtp_unprotect_rtcp, buffer, count, of: ssrc)
    }

    /// Whether the buffer has `count` bytes, and room for a trailer behind them.
    private static func checkSize(
        _ buffer: UnsafeMutableRawBufferPointer,
        _ count: Int,
        growingBy trailer: Int
    ) throws(SRTPError) {
        guard count >= 0 else { throw .malformed }
        guard count <= maximumPacketSize - trailer, count <= buffer.count - trailer else { throw .tooLong }
    }
}
