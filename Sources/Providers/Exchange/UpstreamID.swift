// SPDX-License-Identifier: MIT

/// Ids of calls as providers give them.
public enum UpstreamID {
    /// Whether an id can stand in a path: 1–200 unreserved characters, and not `.` or `..`.
    public static func isSafe(_ id: String) -> Bool { id.utf8.span.isSafeCallID }
}

extension Span<UInt8> {
    /// Whether the bytes are 1–200 unreserved characters and not the segments `.` or `..`, which mean other places.
    var isSafeCallID: Bool {
        guard (1...200).contains(count) else { return false }
        var hasOther = false
        for position in indices {
            guard PercentEncoding.isUnreserved(self[position]) else { return false }
            if self[position] != UInt8(ascii: ".") { hasOther = true }
        }
        return hasOther || count > 2
    }
}
