// SPDX-License-Identifier: MIT

import Cryptography
import Testing

@testable import ICE

@Suite("STUN messages")
struct STUNMessageTests {
    private let check = makeCheck(to: .first, nominates: true)

    private func error(_ bytes: [UInt8]) -> STUNError? {
        do {
            _ = try bytes.parsed()
            return nil
        } catch {
            return error
        }
    }

    /// A message with raw attributes, neither integrity nor fingerprint.
    private func message(_ attributes: [UInt8]) -> [UInt8] {
        [0, 1, UInt8(attributes.count >> 8), UInt8(attributes.count & 255), 0x21, 0x12, 0xA4, 0x42]
            + [UInt8](repeating: 9, count: 12) + attributes
    }

    @Test("what is written is read")
    func roundTrip() throws {
        let message = try check.parsed()
        #expect(message.type == .bindingRequest)
        #expect(message.username.map { Array(check[$0]) } == Array("aaaa:bbbb".utf8))
        #expect(message.priority == 1_853_693_695)
        #expect(message.controlling == 7)
        #expect(message.usesCandidate)
        #expect(check.isProtected(by: ICECredentials.first.key))
        #expect(message.size == check.count)
    }

    @Test("every prefix of a message is refused")
    func truncated() {
        for count in 0..<check.count {
            let refusal = error(Array(check.prefix(count)))
            #expect(refusal == (count < 20 ? .truncated : .wrongLength))
        }
        #expect(error(check + [0, 0, 0, 0]) == .wrongLength)
    }

    @Test("the longest message is read, a longer one is not")
    func longest() {
        let value = STUNMessage.maximumSize - 24
        let attribute = [0xC0, 0x57, UInt8(value >> 8), UInt8(value & 255)] + [UInt8](repeating: 0, count: value)
        #expect(error(message(attribute)) == nil)
        #expect(error(message(attribute + [0xC0, 0x58, 0, 0])) == .oversized)
    }

    @Test("other protocols are no STUN")
    func otherProtocols() {
        var other = check
        other[0] = 0x80
        #expect(error(other) == .notSTUN)
        other = check
        other[4] = 0
        #expect(error(other) == .notSTUN)
    }

    @Test(
        "attributes of a wrong length are refused",
        arguments: [
            (0x0024, 3), (0x0024, 8), (0x0025, 4), (0x8029, 4), (0x802A, 12), (0x0008, 16), (0x8028, 8),
            (0x0020, 0), (0x0020, 4), (0x0020, 12), (0x0009, 0), (0x0009, 3), (0x0009, 4),
        ] as [(UInt16, Int)]
    )
    func wrongLengths(type: UInt16, length: Int) {
        let padded = (length + 3) & ~3
        let attribute = [UInt8(type >> 8), UInt8(type & 255), 0, UInt8(length)] + [UInt8](repeating: 0, count: padded)
        #expect(error(message(attribute)) == .malformedAttribute)
    }

    @Test("an attribute may not reach past the end")
    func attributePastEnd() {
        #expect(error(message([0xC0, 0x57, 0, 1])) == .attributeTooLong)
        #expect(error(message([0xC0, 0x57, 0xFF, 0xFF, 0, 0, 0, 0])) == .attributeTooLong)
        #expect(error(message([0xC0, 0x57, 0, 4, 0, 0, 0, 0])) == nil)
    }

    @Test("a user name has 513 bytes at most")
    func longUsername() {
        func username(_ count: Int) -> [UInt8] {
            [0, 6, UInt8(count >> 8), UInt8(count & 255)] + [UInt8](repeating: 65, count: (count + 3) & ~3)
        }
        #expect(error(message(username(513))) == nil)
        #expect(error(message(username(514))) == .malformedAttribute)
    }

    @Test("the fingerprint comes last")
    func fingerprintLast() {
        #expect(error(message([0x80, 0x28, 0, 4, 1, 2, 3, 4, 0xC0, 0x57, 0, 0])) == .misplacedFingerprint)
    }

    @Test("of a repeated attribute the first counts; after the integrity none does")
    func repeated() throws {
        let priorities: [UInt8] = [0, 0x24, 0, 4, 0, 0, 0, 5, 0, 0x24, 0, 4, 0, 0, 0, 6]
        #expect(try message(priorities).parsed().priority == 5)
        let late: [UInt8] = [0, 8, 0, 20] + [UInt8](repeating: 0, count: 20) + [0, 0x25, 0, 0, 0x7F, 0xFF, 0, 0]
        let parsed = try message(late).parsed()
        #expect(!parsed.usesCandidate)
        #expect(parsed.unknownAttributes.count == 0)
        #expect(parsed.integrityOffset == 20)
    }

    @Test("unknown attributes are told if they must be understood, and a few are enough")
    func unknown() throws {
        let attributes: [UInt8] = (1...6).flatMap { [0x7F, $0, 0, 0] as [UInt8] } + [0xC0, 0x01, 0, 0]
        let parsed = try message(attributes).parsed().unknownAttributes
        #expect(parsed.count == UnknownAttributes.maximumCount)
        #expect((0..<parsed.count).map { parsed[$0] } == [0x7F01, 0x7F02, 0x7F03, 0x7F04])
    }

    @Test(
        "error codes are 300 to 699",
        arguments: [
            (3, 0, 300), (6, 99, 699), (4, 87, 487), (2, 99, nil), (7, 0, nil), (4, 100, nil),
        ] as [(UInt8, UInt8, Int?)]
    )
    func errorCodes(hundreds: UInt8, rest: UInt8, code: Int?) {
        let parsed = try? message([0, 9, 0, 4, 0, 0, hundreds, rest]).parsed()
        #expect(parsed?.errorCode == code)
        #expect((parsed == nil) == (code == nil))
    }

    @Test("a message that does not fit is not written, whatever the room")
    func noRoom() {
        for room in 0..<check.count {
            var bytes = [UInt8](repeating: 0xEE, count: room)
            var span = bytes.mutableSpan
            var writer = STUNWriter(.bindingRequest, STUNTransactionID(high: 0, low: 1), in: &span)
            writer.appendUsername(ICECredentials.first.ufragBytes, ICECredentials.second.ufragBytes, in: &span)
            writer.appendPriority(1, in: &span)
            writer.appendRole(.controlling, tieBreaker: 7, in: &span)
            writer.appendUseCandidate(in: &span)
            #expect(writer.finish(with: ICECredentials.first.key, in: &span) == nil)
        }
    }

    /// The check value of CRC-32 (ISO-HDLC) in the catalogue of parametrised CRC algorithms.
    @Test("the checksum is that of the standard, at every length and alignment")
    func checksum() {
        let digits = Array("123456789".utf8)
        #expect(CRC32.checksum(digits.span, count: 9) == 0xCBF4_3926)
        var generator = SeededGenerator(seed: 3)
        let random = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for count in 0...random.count {
            var remainder: UInt32 = 0xFFFF_FFFF
            for byte in random.prefix(count) {
                remainder ^= UInt32(byte)
                for _ in 0..<8 { remainder = remainder & 1 == 1 ? 0xEDB8_8320 ^ remainder >> 1 : remainder >> 1 }
            }
            #expect(CRC32.checksum(random.span, count: count) == ~remainder)
        }
    }

    @Test("mutated messages never trap and never pass")
    func mutated() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            var bytes = check
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if bytes != check { #expect(!bytes.isProtected(by: ICECredentials.first.key)) }
        }
    }
}
