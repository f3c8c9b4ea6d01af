// SPDX-License-Identifier: MIT

/// The hash of the certificate that a peer will show in the DTLS handshake.
///
/// [RFC 8122, section 5](https://www.rfc-editor.org/rfc/rfc8122.html#section-5).
public struct Fingerprint: Hashable, Sendable {
    /// The hash function in lower case, such as `sha-256`.
    public let hashFunction: String

    /// The hash.
    public let bytes: [UInt8]

    /// Reads the value of `a=fingerprint:`; nil unless it is a name and pairs of hex digits with colons between.
    public init?(_ value: String) {
        let parts = value.split(separator: " ")
        guard parts.count == 2 else { return nil }
        var bytes: [UInt8] = []
        for pair in parts[1].split(separator: ":", omittingEmptySubsequences: false) {
            // UInt8 takes a sign, which is no hex digit.
            guard pair.utf8.count == 2, pair.first?.isHexDigit == true, let byte = UInt8(pair, radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        hashFunction = parts[0].lowercased()
        self.bytes = bytes
    }
}
