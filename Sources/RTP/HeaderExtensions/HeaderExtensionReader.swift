// SPDX-License-Identifier: MIT

/// One element of a header extension: an id, and where its bytes are in the packet.
public struct HeaderExtensionElement: Hashable, Sendable {
    /// The id, 1 to 14 in the one-byte form and 1 to 255 in the two-byte form.
    public let id: UInt8

    /// Where the bytes are; may be empty in the two-byte form.
    public let bytes: Range<Int>
}

/// Goes over the elements of a packet's header extension, in either form; it has none in other forms.
///
/// It holds positions only and is given the same packet at each step. An element that goes beyond the end of the
/// extension ends it, as [RFC 8285, section 4](https://www.rfc-editor.org/rfc/rfc8285.html#section-4) has for what is
/// not understood.
public struct HeaderExtensionReader: Sendable {
    /// The `profile` of the one-byte form.
    public static let oneByteProfile: UInt16 = 0xBEDE

    /// The `profile` of the two-byte form, whose last four bits are for the application.
    public static let twoByteProfile: UInt16 = 0x1000

    private let profile: UInt16
    private var rest: Range<Int>

    /// Begins at the first element.
    public init(_ header: RTPHeader) {
        profile = header.extensionProfile
        rest = header.extensionBlock
    }

    /// The next element; nil at the end.
    public mutating func next(in packet: Span<UInt8>) -> HeaderExtensionElement? {
        if profile == Self.oneByteProfile { return nextOfOneByteForm(in: packet) }
        if profile & 0xFFF0 == Self.twoByteProfile { return nextOfTwoByteForm(in: packet) }
        return nil
    }

    /// [RFC 8285, section 4.2](https://www.rfc-editor.org/rfc/rfc8285.html#section-4.2).
    private mutating func nextOfOneByteForm(in packet: Span<UInt8>) -> HeaderExtensionElement? {
        while let offset = rest.first {
            let id = packet[offset] >> 4
            if packet[offset] == 0 {
                rest = offset + 1..<rest.upperBound
                continue
            }
            // The id 15 ends the list; 0 with a length is not allowed, and what follows has no meaning.
            guard id != 0, id != 15 else { break }
            return take(id, at: offset + 1, length: Int(packet[offset] & 0x0F) + 1)
        }
        return end()
    }

    /// [RFC 8285, section 4.3](https://www.rfc-editor.org/rfc/rfc8285.html#section-4.3).
    private mutating func nextOfTwoByteForm(in packet: Span<UInt8>) -> HeaderExtensionElement? {
        while let offset = rest.first {
            let id = packet[offset]
            if id == 0 {
                rest = offset + 1..<rest.upperBound
                continue
            }
            guard offset + 1 < rest.upperBound else { break }
            return take(id, at: offset + 2, length: Int(packet[offset + 1]))
        }
        return end()
    }

    private mutating func take(_ id: UInt8, at offset: Int, length: Int) -> HeaderExtensionElement? {
        guard length <= rest.upperBound - offset else { return end() }
        rest = offset + length..<rest.upperBound
        return HeaderExtensionElement(id: id, bytes: offset..<offset + length)
    }

    private mutating func end() -> HeaderExtensionElement? {
        rest = rest.upperBound..<rest.upperBound
        return nil
    }
}

extension RTPHeader {
    /// The bytes of the first element with this id, as a place in `packet`.
    public func headerExtension(_ id: UInt8, in packet: Span<UInt8>) -> Range<Int>? {
        var reader = HeaderExtensionReader(self)
        while let element = reader.next(in: packet) {
            if element.id == id { return element.bytes }
        }
        return nil
    }
}
