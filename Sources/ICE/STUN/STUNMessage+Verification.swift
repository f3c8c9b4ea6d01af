// SPDX-License-Identifier: MIT

public import Cryptography

/// Whether a message has a right FINGERPRINT (RFC 8489 section 14.7).
public enum FingerprintCheck: Hashable, Sendable {
    /// It has none.
    case absent

    /// It is that of the message.
    case right

    /// It is that of another message, or of another protocol's.
    case wrong
}

extension STUNMessage {
    /// Compares FINGERPRINT with the datagram that this message was parsed from.
    public func checkFingerprint(in datagram: Span<UInt8>) -> FingerprintCheck {
        guard let offset = fingerprintOffset else { return .absent }
        precondition(datagram.count == size, "the datagram of another message")
        let checksum = CRC32.checksum(datagram, count: offset) ^ Self.fingerprintMask
        return checksum == datagram.uint32(at: offset + 4) ? .right : .wrong
    }

    /// Whether MESSAGE-INTEGRITY is there and made with the key, in the datagram that this message was parsed from.
    ///
    /// It is compared in constant time. The code is over a header whose length ends with the attribute itself
    /// (RFC 8489 section 14.5).
    public func hasIntegrity(by key: HMACSHA1, in datagram: Span<UInt8>) -> Bool {
        guard let offset = integrityOffset else { return false }
        precondition(datagram.count == size, "the datagram of another message")
        var header = InlineArray<20, UInt8>(repeating: 0)
        for index in 0..<Self.headerSize { header[index] = datagram[index] }
        let length = offset + 24 - Self.headerSize
        header[2] = UInt8(truncatingIfNeeded: length >> 8)
        header[3] = UInt8(truncatingIfNeeded: length)
        let code = key.code(of: header.span, datagram.extracting(Self.headerSize..<offset))
        return code.isEqual(
            to: HMACSHA1Code(
                datagram.uint64(at: offset + 4),
                datagram.uint64(at: offset + 12),
                datagram.uint32(at: offset + 20)
            )
        )
    }
}
