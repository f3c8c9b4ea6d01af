// SPDX-License-Identifier: MIT

public import Cryptography

/// Writes one STUN message into a caller's buffer, which each call gets anew; nothing is allocated.
///
/// A message that does not fit is found out once, at the end: ``finish(with:in:)`` answers nil.
public struct STUNWriter {
    /// How much is written, in bytes.
    public private(set) var count = 0
    private var hasRoom = true
    private let transactionID: STUNTransactionID

    /// Begins a message with its header.
    public init(_ type: STUNMessageType, _ transactionID: STUNTransactionID, in buffer: inout MutableSpan<UInt8>) {
        self.transactionID = transactionID
        guard reserve(STUNMessage.headerSize, in: buffer) else { return }
        put(UInt32(type.rawValue) << 16, in: &buffer)
        put(STUNMessage.magicCookie, in: &buffer)
        put(transactionID.high, in: &buffer)
        put(transactionID.low, in: &buffer)
    }

    /// Appends USERNAME: the fragments of the receiver and of the sender.
    public mutating func appendUsername(_ receiver: [UInt8], _ sender: [UInt8], in buffer: inout MutableSpan<UInt8>) {
        let length = receiver.count + 1 + sender.count
        guard begin(STUNAttributeType.username, length: length, in: &buffer) else { return }
        for byte in receiver { put(byte, in: &buffer) }
        put(UInt8(ascii: ":"), in: &buffer)
        for byte in sender { put(byte, in: &buffer) }
        pad(length, in: &buffer)
    }

    /// Appends PRIORITY.
    public mutating func appendPriority(_ priority: UInt32, in buffer: inout MutableSpan<UInt8>) {
        guard begin(STUNAttributeType.priority, length: 4, in: &buffer) else { return }
        put(priority, in: &buffer)
    }

    /// Appends USE-CANDIDATE.
    public mutating func appendUseCandidate(in buffer: inout MutableSpan<UInt8>) {
        _ = begin(STUNAttributeType.useCandidate, length: 0, in: &buffer)
    }

    /// Appends ICE-CONTROLLING or ICE-CONTROLLED.
    public mutating func appendRole(_ role: ICERole, tieBreaker: UInt64, in buffer: inout MutableSpan<UInt8>) {
        let type =
            switch role {
            case .controlling: STUNAttributeType.iceControlling
            case .controlled: STUNAttributeType.iceControlled
            }
        guard begin(type, length: 8, in: &buffer) else { return }
        put(tieBreaker, in: &buffer)
    }

    /// Appends XOR-MAPPED-ADDRESS.
    public mutating func appendMappedAddress(_ address: TransportAddress, in buffer: inout MutableSpan<UInt8>) {
        let length = address.ip.family == .ipv4 ? 8 : 20
        guard begin(STUNAttributeType.xorMappedAddress, length: length, in: &buffer) else { return }
        let port = UInt32(address.port) ^ STUNMessage.magicCookie >> 16
        put(UInt32(address.ip.family.rawValue) << 16 | port, in: &buffer)
        switch address.ip.family {
        case .ipv4:
            put(UInt32(truncatingIfNeeded: address.ip.low) ^ STUNMessage.magicCookie, in: &buffer)
        case .ipv6:
            put(address.ip.high ^ (UInt64(STUNMessage.magicCookie) << 32 | UInt64(transactionID.high)), in: &buffer)
            put(address.ip.low ^ transactionID.low, in: &buffer)
        }
    }

    /// Appends ERROR-CODE without a phrase, which would only make an answer longer than its request.
    public mutating func appendErrorCode(_ code: Int, in buffer: inout MutableSpan<UInt8>) {
        precondition((300..<700).contains(code), "no error code of STUN")
        guard begin(STUNAttributeType.errorCode, length: 4, in: &buffer) else { return }
        put(UInt32(code / 100) << 8 | UInt32(code % 100), in: &buffer)
    }

    /// Appends UNKNOWN-ATTRIBUTES.
    public mutating func appendUnknownAttributes(_ types: UnknownAttributes, in buffer: inout MutableSpan<UInt8>) {
        let length = 2 * types.count
        guard begin(STUNAttributeType.unknownAttributes, length: length, in: &buffer) else { return }
        for index in 0..<types.count {
            put(UInt8(truncatingIfNeeded: types[index] >> 8), in: &buffer)
            put(UInt8(truncatingIfNeeded: types[index]), in: &buffer)
        }
        pad(length, in: &buffer)
    }

    /// Appends MESSAGE-INTEGRITY, if there is a key, and FINGERPRINT; the length of the message, nil if it did not fit.
    public mutating func finish(with key: HMACSHA1?, in buffer: inout MutableSpan<UInt8>) -> Int? {
        if let key {
            setLength(count + 24, in: &buffer)
            let end = count
            guard begin(STUNAttributeType.messageIntegrity, length: 20, in: &buffer) else { return nil }
            let code = key.code(of: buffer.span.extracting(0..<end), Span())
            put(code.words.0, in: &buffer)
            put(code.words.1, in: &buffer)
            put(code.words.2, in: &buffer)
        }
        setLength(count + 8, in: &buffer)
        let end = count
        guard begin(STUNAttributeType.fingerprint, length: 4, in: &buffer) else { return nil }
        put(CRC32.checksum(buffer.span, count: end) ^ STUNMessage.fingerprintMask, in: &buffer)
        return count
    }
}

extension STUNWriter {
    private mutating func reserve(_ size: Int, in buffer: borrowing MutableSpan<UInt8>) -> Bool {
        hasRoom = hasRoom && size <= buffer.count - count
        return hasRoom
    }

    /// Writes type and length if the whole attribute fits.
    private mutating func begin(_ type: UInt16, length: Int, in buffer: inout MutableSpan<UInt8>) -> Bool {
        guard length <= STUNMessage.maximumSize, reserve(4 + (length + 3) & ~3, in: buffer) else {
            hasRoom = false
            return false
        }
        put(UInt32(type) << 16 | UInt32(length), in: &buffer)
        return true
    }

    private mutating func pad(_ length: Int, in buffer: inout MutableSpan<UInt8>) {
        for _ in length..<(length + 3) & ~3 { put(UInt8(0), in: &buffer) }
    }

    private mutating func setLength(_ size: Int, in buffer: inout MutableSpan<UInt8>) {
        guard hasRoom else { return }
        let length = size - STUNMessage.headerSize
        buffer[2] = UInt8(truncatingIfNeeded: length >> 8)
        buffer[3] = UInt8(truncatingIfNeeded: length)
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8, in buffer: inout MutableSpan<UInt8>) {
        buffer[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func put(_ word: UInt32, in buffer: inout MutableSpan<UInt8>) {
        for shift in stride(from: 24, through: 0, by: -8) {
            put(UInt8(truncatingIfNeeded: word >> shift), in: &buffer)
        }
    }

    @inline(__always)
    private mutating func put(_ word: UInt64, in buffer: inout MutableSpan<UInt8>) {
        put(UInt32(truncatingIfNeeded: word >> 32), in: &buffer)
        put(UInt32(truncatingIfNeeded: word), in: &buffer)
    }
}
