// SPDX-License-Identifier: MIT

/// Ids of calls as providers give them.
public enum UpstreamID {
    /// Whether an id can stand in a path: 1–200 unreserved characters, and not `.` or `..`.
    public static func isSafe(_ id: String) -> Bool {
        (1...200).contains(id.utf8.count) && id.utf8.span.isSafePathSegment
    }
}

extension Span<UInt8> {
    /// Whether the bytes are unreserved characters and not the segments `.` or `..`, which mean other places.
    var isSafePathSegment: Bool {
        var hasOther = false
        for position in indices {
            guard PercentEncoding.isUnreserved(self[position]) else { return false }
            if self[position] != UInt8(ascii: ".") { hasOther = true }
        }
        return hasOther || count > 2
    }
}
