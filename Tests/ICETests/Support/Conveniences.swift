// SPDX-License-Identifier: MIT

import Cryptography
import Testing

@testable import ICE

func address(_ text: String) -> TransportAddress {
    guard let address = TransportAddress(text) else { fatalError("no address: \(text)") }
    return address
}

extension ICECredentials {
    static let first = make("aaaa", "aaaaaaaaaaaaaaaaaaaaaaaa")
    static let second = make("bbbb", "bbbbbbbbbbbbbbbbbbbbbbbb")
    static let third = make("cccc", "cccccccccccccccccccccccc")
    static let fourth = make("dddd", "dddddddddddddddddddddddd")

    private static func make(_ ufrag: String, _ password: String) -> ICECredentials {
        guard let credentials = ICECredentials(ufrag: ufrag, password: password) else { fatalError("bad credentials") }
        return credentials
    }
}

func bytes(hexadecimal text: String) -> [UInt8] {
    let digits = text.filter { !$0.isWhitespace }
    return stride(from: 0, to: digits.count, by: 2).compactMap { offset in
        let start = digits.index(digits.startIndex, offsetBy: offset)
        return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
    }
}

/// A check as a peer would send it; what is left out of it is given by the flags.
func makeCheck(
    to: ICECredentials,
    from: ICECredentials = .second,
    id: UInt64 = 1,
    role: ICERole? = .controlling,
    tieBreaker: UInt64 = 7,
    priority: UInt32? = 1_853_693_695,
    nominates: Bool = false,
    key: HMACSHA1? = nil,
    hasIntegrity: Bool = true
) -> [UInt8] {
    makeMessage { buffer in
        var writer = STUNWriter(.bindingRequest, STUNTransactionID(high: 0, low: id), in: &buffer)
        writer.appendUsername(to.ufragBytes, from.ufragBytes, in: &buffer)
        if let priority { writer.appendPriority(priority, in: &buffer) }
        if let role { writer.appendRole(role, tieBreaker: tieBreaker, in: &buffer) }
        if nominates { writer.appendUseCandidate(in: &buffer) }
        return writer.finish(with: hasIntegrity ? key ?? to.key : nil, in: &buffer)
    }
}

func makeMessage(_ write: (inout MutableSpan<UInt8>) -> Int?) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: ICETransmit.maximumSize)
    var span = bytes.mutableSpan
    guard let count = write(&span) else { fatalError("does not fit") }
    return Array(bytes.prefix(count))
}

extension [UInt8] {
    func parsed() throws(STUNError) -> STUNMessage { try STUNMessage(parsing: span) }

    /// Whether this is a message with right fingerprint and integrity.
    func isProtected(by key: HMACSHA1) -> Bool {
        guard let message = try? parsed() else { return false }
        let hasIntegrity = message.hasIntegrity(by: key, in: span)
        return hasIntegrity && message.checkFingerprint(in: span) == .right
    }

    /// Adds an attribute before MESSAGE-INTEGRITY and signs anew.
    func adding(_ type: UInt16, _ value: [UInt8], key: HMACSHA1) -> [UInt8] {
        guard let message = try? parsed(), let end = message.integrityOffset else { fatalError("no integrity") }
        var result = Array(self[..<end])
        result += [UInt8(type >> 8), UInt8(type & 255), UInt8(value.count >> 8), UInt8(value.count & 255)] + value
        result += [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
        let length = result.count + 24 - 20
        result[2] = UInt8(length >> 8)
        result[3] = UInt8(length & 255)
        let code = key.code(of: result.span, Span()).bytes
        result += [0x00, 0x08, 0x00, 0x14] + code
        result[2] = UInt8((length + 8) >> 8)
        result[3] = UInt8((length + 8) & 255)
        let checksum = CRC32.checksum(result.span, count: result.count) ^ STUNMessage.fingerprintMask
        result += [0x80, 0x28, 0x00, 0x04] + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * $0)) }
        return result
    }

    /// The same with a fingerprint that is right for what it is now.
    func refingerprinted() -> [UInt8] {
        var result = self
        let end = count - 8
        let checksum = CRC32.checksum(span, count: end) ^ STUNMessage.fingerprintMask
        for index in 0..<4 { result[end + 4 + index] = UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * index)) }
        return result
    }
}
