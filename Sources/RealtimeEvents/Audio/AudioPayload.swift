// SPDX-License-Identifier: MIT

public import JSONText
internal import TextCoding

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

    /// How many bytes it stands for, told from its length alone; nil if base64 has no such length.
    public var byteCount: Int? { Base64.decodedCount(base64) }

    /// Whether it is base64 (RFC 4648, section 4) with its padding; reads every character, and decodes none.
    public var isValid: Bool { Base64.isValid(base64) }

    /// The bytes; nil if it is not base64.
    public func decoded() -> [UInt8]? { Base64.decode(base64) }

    /// The samples; nil if it is not base64, or ends inside a sample.
    public func samples(_ encoding: AudioEncoding) -> [Int16]? { decoded().flatMap(encoding.samples) }
}
