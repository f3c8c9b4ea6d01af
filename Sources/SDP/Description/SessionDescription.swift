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
        var bytes: [UInt8] = []
        for line in lines {
            line.write(to: &bytes)
        }
        for section in mediaSections {
            for line in section.lines {
                line.write(to: &bytes)
            }
        }
        return bytes
    }
}
