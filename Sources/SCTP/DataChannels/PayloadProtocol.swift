// SPDX-License-Identifier: MIT

/// Payload protocol identifiers, [RFC 8831, section 8](https://www.rfc-editor.org/rfc/rfc8831.html#section-8).
enum PayloadProtocol: UInt32 {
    case control = 50
    case text = 51
    /// Deprecated: a part of a binary message that goes on in the next one.
    case partialBinary = 52
    case binary = 53
    /// Deprecated: a part of a text that goes on in the next message.
    case partialText = 54
    case emptyText = 56
    case emptyBinary = 57

    /// What stands for a message without bytes, which SCTP does not have (section 6.6).
    static let emptyPayload: [UInt8] = [0]

    init(_ payload: DataChannelPayload, isEmpty: Bool) {
        switch payload {
        case .text: self = isEmpty ? .emptyText : .text
        case .binary: self = isEmpty ? .emptyBinary : .binary
        }
    }
}
