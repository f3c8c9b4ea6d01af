// SPDX-License-Identifier: MIT

public import JSONText

/// Audio inside an event, as base64 that is not decoded until it is asked for.
public struct AudioPayload: Sendable {
    /// The text that the audio stands in.
    public let document: JSONDocument
    /// The base64 characters, quotes apart.
    public let range: Range<Int>

    /// Takes a string value; nil for other kinds.
    public init?(_ node: JSONNode?, in document: JSONDocument) {
        guard let node, node.kind == .string else { return nil }
        self.document = document
        range = node.range.lowerBound + 1..<node.range.upperBound - 1
    }

    /// The base64 characters.
    public var base64: ArraySlice<UInt8> { document.bytes[range] }
}
