// SPDX-License-Identifier: MIT

/// The first 16 bits of a STUN message: class and method (RFC 8489 section 5).
public struct STUNMessageType: RawRepresentable, Hashable, Sendable {
    /// The bits as sent; the first two are 0.
    public let rawValue: UInt16

    /// Takes the bits as sent.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A connectivity or consent check.
    public static let bindingRequest = STUNMessageType(rawValue: 0x0001)
    /// A keepalive that asks for no answer.
    public static let bindingIndication = STUNMessageType(rawValue: 0x0011)
    /// The answer to a check.
    public static let bindingSuccess = STUNMessageType(rawValue: 0x0101)
    /// The refusal of a check.
    public static let bindingError = STUNMessageType(rawValue: 0x0111)
}
