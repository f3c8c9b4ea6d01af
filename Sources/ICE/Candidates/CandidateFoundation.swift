// SPDX-License-Identifier: MIT

/// Makes foundations: equal for the same type and base over UDP, else different (RFC 8445 section 5.1.1.3).
public enum CandidateFoundation {
    /// Up to ten digits; the port does not matter.
    public static func make(type: CandidateType, base: IPAddress) -> String {
        let bytes = Array(type.rawValue.utf8) + base.bytes
        return String(CRC32.checksum(bytes.span, count: bytes.count))
    }
}
