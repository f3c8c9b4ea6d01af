// SPDX-License-Identifier: MIT

/// Collects the status and the field lines of the final response from header lines as they arrive.
///
/// Interim responses (1xx, RFC 9110, section 15.2) are dropped, but count towards the limit: a server could send them
/// for ever. Lines after the final response's blank line are trailers and dropped too.
struct ResponseHead {
    /// The most bytes of header lines in one exchange.
    static let byteLimit = 64 << 10

    /// What a line turned out to be.
    enum Line: Hashable {
        /// The status line of the final response.
        case finalStatus
        /// Any other line.
        case other
        /// A line that would take the header lines over the limit.
        case overLimit
    }

    private(set) var status = 0
    private(set) var fieldBlock: [UInt8] = []
    private(set) var isComplete = false
    private var byteCount = 0

    mutating func append(_ line: Span<UInt8>) -> Line {
        byteCount += line.count
        guard byteCount <= Self.byteLimit else { return .overLimit }
        if isComplete { return .other }
        if let status = Self.status(of: line) {
            self.status = status
            fieldBlock.removeAll(keepingCapacity: true)
            return status >= 200 ? .finalStatus : .other
        }
        if Self.isBlank(line) {
            isComplete = status >= 200
        } else if status >= 200 {
            if fieldBlock.isEmpty { fieldBlock.reserveCapacity(1024) }
            unsafe line.withUnsafeBufferPointer { unsafe fieldBlock.append(contentsOf: $0) }
        }
        return .other
    }

    /// The code in a status line: `HTTP/1.1 201 Created`, or `HTTP/2 201`; nil for any other line.
    private static func status(of line: Span<UInt8>) -> Int? {
        let prefix: StaticString = "HTTP/"
        guard line.count >= 9, prefix.matchesStart(of: line) else { return nil }
        var position = 5
        while position < line.count, line[position] != UInt8(ascii: " ") { position += 1 }
        while position < line.count, line[position] == UInt8(ascii: " ") { position += 1 }
        guard position + 3 <= line.count else { return nil }
        var status = 0
        for index in position..<position + 3 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[index]) else { return nil }
            status = status * 10 + Int(line[index] - UInt8(ascii: "0"))
        }
        return status
    }

    private static func isBlank(_ line: Span<UInt8>) -> Bool {
        line.count <= 2 && (line.isEmpty || line[0] == UInt8(ascii: "\r") || line[0] == UInt8(ascii: "\n"))
    }
}

extension StaticString {
    fileprivate func matchesStart(of line: Span<UInt8>) -> Bool {
        withUTF8Buffer { prefix in
            for index in 0..<prefix.count {
                guard unsafe prefix[index] == line[index] else { return false }
            }
            return true
        }
    }
}
