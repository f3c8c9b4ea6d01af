// SPDX-License-Identifier: MIT

internal import UpstreamHTTP

/// What may be configured as a header field (RFC 9110 section 5).
enum FieldRules {
    /// Fields that the relay sets itself, besides those of the connection.
    private static let relayFields: Set<String> = ["accept", "authorization", "content-type"]

    static func isName(_ name: String) -> Bool { UpstreamHTTPRequest.isFieldName(name[...]) }

    static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    }

    static func isReserved(_ name: String) -> Bool {
        let name = name.lowercased()
        return relayFields.contains(name) || UpstreamHTTPRequest.connectionFields.contains(name)
    }
}
