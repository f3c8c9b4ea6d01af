// SPDX-License-Identifier: MIT

/// How audio in events is coded.
public enum AudioEncoding: String, Hashable, Sendable, CaseIterable {
    /// 16-bit samples, little-endian.
    case pcm16
    /// ITU-T G.711, μ-law, 8 bits a sample.
    case g711Ulaw = "g711_ulaw"
    /// ITU-T G.711, A-law, 8 bits a sample.
    case g711Alaw = "g711_alaw"

    /// The bytes of one sample.
    public var bytesPerSample: Int { self == .pcm16 ? 2 : 1 }

    /// Decodes samples; nil if the bytes end inside one.
    public func samples(_ bytes: [UInt8]) -> [Int16]? {
        switch self {
        case .pcm16:
            guard bytes.count % 2 == 0 else { return nil }
            return stride(from: 0, to: bytes.count, by: 2).map { index in
                Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
            }
        case .g711Ulaw: return bytes.map(Self.linearOfUlaw)
        case .g711Alaw: return bytes.map(Self.linearOfAlaw)
        }
    }

    /// G.711, table 2: all bits are sent inverted; a segment number, and a step in it, above a bias of 33.
    ///
    /// Scaled to 16 bits.
    private static func linearOfUlaw(_ byte: UInt8) -> Int16 {
        let code = ~byte
        let segment = Int16(code >> 4 & 7)
        let step = Int16(code & 15)
        let magnitude = ((step << 3) + 0x84) << segment - 0x84
        return code & 0x80 == 0 ? magnitude : -magnitude
    }

    /// G.711, table 1: even bits are sent inverted; a segment number, and a step in it.
    ///
    /// Scaled to 16 bits.
    private static func linearOfAlaw(_ byte: UInt8) -> Int16 {
        let code = byte ^ 0x55
        let segment = Int16(code >> 4 & 7)
        let step = Int16(code & 15) << 4 + 8
        let magnitude = segment == 0 ? step : (step + 0x100) << (segment - 1)
        return code & 0x80 == 0 ? -magnitude : magnitude
    }
}
