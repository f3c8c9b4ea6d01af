// SPDX-License-Identifier: MIT

/// A ClientHello written by hand (RFC 5246, section 7.4.1.2; RFC 6347, section 4.2.2).
struct ClientHello {
    struct Extension {
        var type: UInt16
        var body: [UInt8]
    }

    var version: [UInt8] = [0xFE, 0xFD]
    var extensions: [Extension] = []

    /// What browsers with DTLS 1.3 and ML-KEM send: 1.5 KB, most of it a key share.
    static func large() -> ClientHello {
        var hello = ClientHello()
        let share = vector(2, number(0x11EC) + vector(2, [UInt8](repeating: 9, count: 1216)))
        hello.extensions = [
            Extension(type: 43, body: vector(1, [0xFE, 0xFC, 0xFE, 0xFD])),
            Extension(type: 51, body: share),
            Extension(type: 10, body: vector(2, number(0x11EC) + number(29) + number(23))),
            Extension(type: 11, body: vector(1, [0])),
            Extension(type: 13, body: vector(2, number(0x0403) + number(0x0804) + number(0x0401))),
            Extension(type: 14, body: vector(2, number(1) + number(7) + number(8)) + [0]),
            Extension(type: 23, body: []),
        ]
        return hello
    }

    private var message: [UInt8] {
        var bytes = version + [UInt8](repeating: 0x5A, count: 32) + [0, 0]
        bytes += Self.vector(2, Self.number(0xC02B) + Self.number(0xC02C) + Self.number(0x00FF)) + [1, 0]
        return bytes + Self.vector(2, extensions.flatMap { Self.number($0.type) + Self.vector(2, $0.body) })
    }

    /// One record for each fragment, of at most `size` bytes of the message.
    func datagrams(size: Int = 1100) -> [[UInt8]] {
        let message = message
        return stride(from: 0, to: message.count, by: size).enumerated().map { index, offset in
            let fragment = Array(message[offset..<min(offset + size, message.count)])
            let header =
                [1] + Self.number24(message.count) + [0, 0] + Self.number24(offset) + Self.number24(fragment.count)
            let record: [UInt8] = [22, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, UInt8(index)]
            return record + Self.vector(2, header + fragment)
        }
    }

    private static func number(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
    private static func number(_ value: UInt16) -> [UInt8] { number(Int(value)) }
    private static func number24(_ value: Int) -> [UInt8] { [UInt8(value >> 16 & 0xFF)] + number(value & 0xFFFF) }
    private static func vector(_ lengthSize: Int, _ bytes: [UInt8]) -> [UInt8] {
        (lengthSize == 1 ? [UInt8(bytes.count)] : number(bytes.count)) + bytes
    }
}
