// SPDX-License-Identifier: MIT

/// A session description: the lines of the session level, then the media sections, in the order they came.
///
/// Nothing is normalised or dropped: unknown lines and attributes, line ends and even lines that are not of the form
/// `<type>=<value>` are kept, so that ``serialized`` gives back the bytes that were parsed.
/// [RFC 8866](https://www.rfc-editor.org/rfc/rfc8866.html).
public struct SessionDescription: Hashable, Sendable, AttributeScope {
    /// The lines before the first `m=` line.
    public internal(set) var lines: [Line]

    /// The media sections; their position is the m-line index of an ICE candidate.
    public internal(set) var mediaSections: [MediaSection]

    /// The description as bytes, the same as those that were parsed.
    public var serialized: [UInt8] {
        let all = [lines] + mediaSections.map(\.lines)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(all.joined().reduce(0) { $0 + $1.byteCount })
        for line in all.joined() { line.write(to: &bytes) }
        return bytes
    }
}
