// SPDX-License-Identifier: MIT

/// What an INIT-ACK takes along so that the association can be built from the COOKIE-ECHO alone,
/// [RFC 9260, section 5.1.3](https://www.rfc-editor.org/rfc/rfc9260.html#section-5.1.3).
struct StateCookie: Hashable {
    private static let magic: UInt32 = 0x5344_7231
    private static let bodyCount = 52

    /// When it was made, in milliseconds.
    var madeAt: UInt64
    var localTag: UInt32
    var localInitialTSN: TSN
    var peer: Initiation
    /// The tags that were in use when the INIT came; 0 if there were none.
    var tieLocalTag: UInt32
    var tiePeerTag: UInt32

    /// The cookie's bytes, with a signature behind them.
    func signed(by sign: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.bodyCount + 32)
        bytes.append(Self.magic)
        bytes.append(madeAt)
        bytes.append(localTag)
        bytes.append(localInitialTSN.value)
        bytes.append(peer.tag)
        bytes.append(peer.receiveWindow)
        bytes.append(peer.outboundStreams)
        bytes.append(peer.inboundStreams)
        bytes.append(peer.initialTSN.value)
        bytes.append(UInt32(peer.supportsForwardTSN ? 1 : 0) | UInt32(peer.supportsReconfiguration ? 2 : 0))
        bytes.append(UInt32(0))
        bytes.append(tieLocalTag)
        bytes.append(tiePeerTag)
        return bytes + sign(bytes)
    }

    /// Reads a cookie; nil if it is none of ours.
    init?(_ text: Span<UInt8>, signedBy sign: ([UInt8]) -> [UInt8]) {
        guard text.count > Self.bodyCount, text.uint32(at: 0) == Self.magic else { return nil }
        let signature = sign(text.extracting(0..<Self.bodyCount).copied)
        guard Self.isEqual(text.extracting(Self.bodyCount..<text.count), signature.span) else { return nil }
        var peer = Initiation(
            tag: text.uint32(at: 20),
            receiveWindow: text.uint32(at: 24),
            outboundStreams: text.uint16(at: 28),
            inboundStreams: text.uint16(at: 30),
            initialTSN: TSN(text.uint32(at: 32))
        )
        let flags = text.uint32(at: 36)
        peer.supportsForwardTSN = flags & 1 != 0
        peer.supportsReconfiguration = flags & 2 != 0
        self.init(
            madeAt: text.uint64(at: 4),
            localTag: text.uint32(at: 12),
            localInitialTSN: TSN(text.uint32(at: 16)),
            peer: peer,
            tieLocalTag: text.uint32(at: 44),
            tiePeerTag: text.uint32(at: 48)
        )
    }

    init(
        madeAt: UInt64,
        localTag: UInt32,
        localInitialTSN: TSN,
        peer: Initiation,
        tieLocalTag: UInt32,
        tiePeerTag: UInt32
    ) {
        self.madeAt = madeAt
        self.localTag = localTag
        self.localInitialTSN = localInitialTSN
        self.peer = peer
        self.tieLocalTag = tieLocalTag
        self.tiePeerTag = tiePeerTag
    }

    /// Compares in a time that depends on the lengths only.
    private static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count, left.count > 0 else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
