// SPDX-License-Identifier: MIT

/// What is looked at in a datagram before OpenSSL sees it
/// ([RFC 6347, section 4.1](https://www.rfc-editor.org/rfc/rfc6347.html#section-4.1)): it consists of whole records.
///
/// OpenSSL 3.0 ends a connection with internal_error for a protected record that is too short to have a nonce and a tag,
/// which anybody can send who can write to the peer's address. And it reads the body of a record of a version that it
/// does not know as if it were the next record. So both are dropped here.
enum RecordSequence {
    private static let headerSize = 13
    /// Nonce and tag of AES-GCM, the only ciphers we agree on (RFC 5288, section 3).
    static let shortestProtected = 8 + 16
    /// 2^14 bytes, and 2048 for their protection (RFC 6347, section 4.1).
    private static let longest = 16_384 + 2048

    /// Whether a datagram is one of whole records, of DTLS 1.2, or of DTLS 1.0 while no version has been agreed on.
    static func isValid(_ datagram: Span<UInt8>, isVersionKnown: Bool) -> Bool {
        var offset = 0
        while offset < datagram.count {
            guard datagram.count - offset >= headerSize else { return false }
            guard (20...23).contains(datagram[offset]), datagram[offset + 1] == 0xFE else { return false }
            let minor = datagram[offset + 2]
            guard minor == 0xFD || minor == 0xFF && !isVersionKnown else { return false }
            let isProtected = datagram[offset + 3] != 0 || datagram[offset + 4] != 0
            let length = Int(datagram[offset + 11]) << 8 | Int(datagram[offset + 12])
            guard length <= longest, !isProtected || length >= shortestProtected else { return false }
            offset += headerSize + length
        }
        return offset == datagram.count
    }
}
