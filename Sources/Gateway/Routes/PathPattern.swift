// SPDX-License-Identifier: MIT

/// The end of a path, behind its prefix, with at most one segment that varies.
struct PathPattern {
    /// What the relay shows of it: `/realtime/calls/{id}/hangup`.
    let text: String
    /// What it is for.
    let endpoint: Endpoint
    private let head: [UInt8]
    /// What follows the segment that varies; nil if none does.
    private let tail: [UInt8]?

    init(_ text: String, _ endpoint: Endpoint) {
        self.text = text
        self.endpoint = endpoint
        let bytes = Array(text.utf8)
        if let open = bytes.firstIndex(of: UInt8(ascii: "{")), let close = bytes.firstIndex(of: UInt8(ascii: "}")) {
            head = Array(bytes[..<open])
            tail = Array(bytes[(close + 1)...])
        } else {
            head = bytes
            tail = nil
        }
    }

    /// What a part of a path means to this pattern.
    enum Fit {
        case none
        case whole
        case with(Range<Int>)
    }

    /// Compares a range of `text`, from the slash behind the prefix to the end of the path.
    func fit(_ text: Span<UInt8>, _ range: Range<Int>) -> Fit {
        guard let tail else { return range.count == head.count && equal(text, range.lowerBound, head) ? .whole : .none }
        let start = range.lowerBound + head.count
        let end = range.upperBound - tail.count
        guard start < end, equal(text, range.lowerBound, head), equal(text, end, tail) else { return .none }
        for position in start..<end where text[position] == UInt8(ascii: "/") { return .none }
        return .with(start..<end)
    }

    private func equal(_ text: Span<UInt8>, _ start: Int, _ expected: [UInt8]) -> Bool {
        for offset in expected.indices where text[start + offset] != expected[offset] { return false }
        return true
    }
}
