// SPDX-License-Identifier: MIT

/// What may be configured as a header field (RFC 9110 section 5).
enum FieldRules {
    /// Fields that the relay or libcurl sets itself.
    private static let reserved: Set<String> = [
        "authorization", "connection", "content-length", "content-type", "expect", "host", "keep-alive",
        "transfer-encoding", "upgrade", "te", "trailer", "accept", "proxy-authorization", "proxy-connection",
    ]

    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    }

    static func isReserved(_ name: String) -> Bool { reserved.contains(name.lowercased()) }
}
