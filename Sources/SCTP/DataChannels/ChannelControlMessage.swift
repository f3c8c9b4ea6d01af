// SPDX-License-Identifier: MIT

/// The messages of the Data Channel Establishment Protocol,
/// [RFC 8832, section 5](https://www.rfc-editor.org/rfc/rfc8832.html#section-5).
///
/// ```
///  0      1              2          4             8              10                12
/// | 0x03 | channel type | priority | reliability | label length | protocol length | label | protocol |
/// | 0x02 |
/// ```
enum ChannelControlMessage: Hashable {
    case open(DataChannelParameters)
    case acknowledge

    private static let openType: UInt8 = 3
    private static let acknowledgeType: UInt8 = 2
    private static let openHeadCount = 12
    private static let unorderedBit: UInt8 = 0x80

    /// Reads a message; nil if it is none, or a name is too long or not UTF-8, or the channel type is unknown.
    ///
    /// - Parameters:
    ///   - text: The payload.
    ///   - maxNameCount: The bytes that a label and a protocol may have.
    init?(parsing text: Span<UInt8>, maxNameCount: Int) {
        guard text.count > 0 else { return nil }
        switch text[0] {
        case Self.acknowledgeType: self = .acknowledge
        case Self.openType:
            guard let parameters = Self.open(text, maxNameCount: maxNameCount) else { return nil }
            self = .open(parameters)
        default: return nil
        }
    }

    /// Whether the text is an OPEN, well-formed or not.
    static func isOpen(_ text: Span<UInt8>) -> Bool {
        text.count > 0 && text[0] == openType
    }

    private static func open(_ text: Span<UInt8>, maxNameCount: Int) -> DataChannelParameters? {
        guard text.count >= openHeadCount else { return nil }
        let labelCount = Int(text.uint16(at: 8))
        let protocolCount = Int(text.uint16(at: 10))
        let labelEnd = openHeadCount + labelCount
        guard max(labelCount, protocolCount) <= maxNameCount, text.count == labelEnd + protocolCount,
            let label = string(text.extracting(openHeadCount..<labelEnd)),
            let protocolName = string(text.extracting(labelEnd..<text.count)),
            let reliability = reliability(type: text[1] & ~unorderedBit, text.uint32(at: 4))
        else { return nil }
        return DataChannelParameters(
            label: label,
            protocolName: protocolName,
            isOrdered: text[1] & unorderedBit == 0,
            reliability: reliability,
            priority: text.uint16(at: 2)
        )
    }

    private static func string(_ text: Span<UInt8>) -> String? {
        guard let valid = try? UTF8Span(validating: text) else { return nil }
        return String(copying: valid)
    }

    private static func reliability(type: UInt8, _ parameter: UInt32) -> SCTPReliability? {
        switch type {
        case 0: .reliable
        case 1: .retransmissions(parameter)
        case 2: .lifetime(.milliseconds(Int64(parameter)))
        default: nil
        }
    }

    /// The message's bytes.
    ///
    /// The names are no longer than 65,535 bytes each.
    var serialized: [UInt8] {
        switch self {
        case .acknowledge: return [Self.acknowledgeType]
        case .open(let parameters): return Self.serialized(parameters)
        }
    }

    private static func serialized(_ parameters: DataChannelParameters) -> [UInt8] {
        let type: UInt8
        let limit: UInt32
        switch parameters.reliability {
        case .reliable: (type, limit) = (0, 0)
        case .retransmissions(let count): (type, limit) = (1, count)
        case .lifetime(let lifetime):
            (type, limit) = (2, UInt32(clamping: SCTPAssociation.milliseconds(lifetime)))
        }
        let label = parameters.label.utf8
        let protocolName = parameters.protocolName.utf8
        var bytes: [UInt8] = []
        bytes.reserveCapacity(openHeadCount + label.count + protocolName.count)
        bytes.append(openType)
        bytes.append(type | (parameters.isOrdered ? 0 : unorderedBit))
        bytes.append(parameters.priority)
        bytes.append(limit)
        bytes.append(UInt16(clamping: label.count))
        bytes.append(UInt16(clamping: protocolName.count))
        bytes.append(contentsOf: label)
        bytes.append(contentsOf: protocolName)
        return bytes
    }
}
