// SPDX-License-Identifier: MIT

/// What ICE needs of one STUN message (RFC 8489): values, and the places of the rest in the datagram.
public struct STUNMessage: Sendable {
    /// The length of the header, in bytes.
    public static let headerSize = 20
    /// The longest message that is read, in bytes: ICE's are below 700, and none is sent in fragments.
    public static let maximumSize = 1_500
    /// The longest USERNAME: two fragments of 256 and a colon (RFC 8839 section 5.4).
    public static let maximumUsernameSize = 513

    static let magicCookie: UInt32 = 0x2112_A442
    static let fingerprintMask: UInt32 = 0x5354_554E

    /// Class and method.
    public let type: STUNMessageType
    /// Joins request and answer.
    public let transactionID: STUNTransactionID
    /// The length of the whole message, in bytes.
    public let size: Int
    /// Where the value of USERNAME is.
    public private(set) var username: Range<Int>?
    /// PRIORITY: the priority that a peer-reflexive candidate would have.
    public private(set) var priority: UInt32?
    /// Whether USE-CANDIDATE is there.
    public private(set) var usesCandidate = false
    /// The tie-breaker in ICE-CONTROLLING.
    public private(set) var controlling: UInt64?
    /// The tie-breaker in ICE-CONTROLLED.
    public private(set) var controlled: UInt64?
    /// The code in ERROR-CODE, 300 to 699.
    public private(set) var errorCode: Int?
    /// XOR-MAPPED-ADDRESS: where the request seemed to come from.
    public private(set) var mappedAddress: TransportAddress?
    /// What must be understood and is not.
    public private(set) var unknownAttributes = UnknownAttributes()
    /// Where MESSAGE-INTEGRITY begins.
    private(set) var integrityOffset: Int?
    /// Where FINGERPRINT begins.
    private(set) var fingerprintOffset: Int?

    /// Reads a datagram that must be one message, without copying it.
    ///
    /// Integrity and fingerprint are still to be checked. Of an attribute that is repeated the first counts (RFC 8489 section 14); after MESSAGE-INTEGRITY only FINGERPRINT
    /// is looked at (section 14.5).
    public init(parsing datagram: Span<UInt8>) throws(STUNError) {
        guard datagram.count >= Self.headerSize else { throw .truncated }
        guard datagram.count <= Self.maximumSize else { throw .oversized }
        guard datagram[0] & 0xC0 == 0, datagram.uint32(at: 4) == Self.magicCookie else { throw .notSTUN }
        guard datagram.count & 3 == 0, Int(datagram.uint16(at: 2)) == datagram.count - Self.headerSize else {
            throw .wrongLength
        }
        size = datagram.count
        type = STUNMessageType(rawValue: datagram.uint16(at: 0))
        transactionID = STUNTransactionID(high: datagram.uint32(at: 8), low: datagram.uint64(at: 12))
        var offset = Self.headerSize
        // Every step is a multiple of 4, as is the size: the 4 bytes of type and length are always there.
        while offset < size {
            let value = offset + 4
            let length = Int(datagram.uint16(at: offset + 2))
            let end = value + (length + 3) & ~3
            guard end <= size else { throw .attributeTooLong }
            try read(datagram.uint16(at: offset), in: datagram, at: value, length: length)
            offset = end
        }
    }

    @inline(__always)
    private mutating func read(
        _ type: UInt16,
        in datagram: Span<UInt8>,
        at value: Int,
        length: Int
    ) throws(STUNError) {
        if type == STUNAttributeType.fingerprint {
            guard length == 4 else { throw .malformedAttribute }
            guard value + 4 == size else { throw .misplacedFingerprint }
            fingerprintOffset = value - 4
            return
        }
        guard integrityOffset == nil else { return }
        switch type {
        case STUNAttributeType.username:
            guard length <= Self.maximumUsernameSize else { throw .malformedAttribute }
            if username == nil { username = value..<value + length }
        case STUNAttributeType.messageIntegrity:
            guard length == 20 else { throw .malformedAttribute }
            integrityOffset = value - 4
        case STUNAttributeType.priority:
            guard length == 4 else { throw .malformedAttribute }
            if priority == nil { priority = datagram.uint32(at: value) }
        case STUNAttributeType.useCandidate:
            guard length == 0 else { throw .malformedAttribute }
            usesCandidate = true
        case STUNAttributeType.iceControlling:
            guard length == 8 else { throw .malformedAttribute }
            if controlling == nil { controlling = datagram.uint64(at: value) }
        case STUNAttributeType.iceControlled:
            guard length == 8 else { throw .malformedAttribute }
            if controlled == nil { controlled = datagram.uint64(at: value) }
        case STUNAttributeType.xorMappedAddress:
            guard let address = readAddress(in: datagram, at: value, length: length) else { throw .malformedAttribute }
            if mappedAddress == nil { mappedAddress = address }
        case STUNAttributeType.errorCode:
            guard length >= 4 else { throw .malformedAttribute }
            let code = Int(datagram[value + 2] & 7) * 100 + Int(datagram[value + 3])
            guard datagram[value + 3] < 100, (300..<700).contains(code) else { throw .malformedAttribute }
            if errorCode == nil { errorCode = code }
        case STUNAttributeType.mappedAddress, STUNAttributeType.unknownAttributes, STUNAttributeType.realm,
            STUNAttributeType.nonce:
            break
        default:
            if type < STUNAttributeType.firstOptional { unknownAttributes.append(type) }
        }
    }

    private func readAddress(in datagram: Span<UInt8>, at value: Int, length: Int) -> TransportAddress? {
        guard length >= 4 else { return nil }
        let port = datagram.uint16(at: value + 2) ^ UInt16(truncatingIfNeeded: Self.magicCookie >> 16)
        switch (IPAddress.Family(rawValue: datagram[value + 1]), length) {
        case (.ipv4, 8):
            return TransportAddress(ip: IPAddress(ipv4: datagram.uint32(at: value + 4) ^ Self.magicCookie), port: port)
        case (.ipv6, 20):
            let mask = UInt64(Self.magicCookie) << 32 | UInt64(transactionID.high)
            let high = datagram.uint64(at: value + 4) ^ mask
            let low = datagram.uint64(at: value + 12) ^ transactionID.low
            return TransportAddress(ip: IPAddress(ipv6High: high, low: low), port: port)
        default:
            return nil
        }
    }
}
