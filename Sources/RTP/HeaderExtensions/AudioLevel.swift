// SPDX-License-Identifier: MIT

/// How loud the audio of a packet is.
///
/// [RFC 6464, section 3](https://www.rfc-editor.org/rfc/rfc6464.html#section-3).
public struct AudioLevel: Hashable, Sendable {
    /// Whether the sender takes it for speech.
    public let isSpeech: Bool

    /// The level in dB below the loudest, 0 to 127; 127 is silence.
    public let attenuation: UInt8

    /// Makes a level; an attenuation above 127 is taken for 127.
    public init(isSpeech: Bool, attenuation: UInt8) {
        self.isSpeech = isSpeech
        self.attenuation = min(attenuation, 127)
    }

    /// Reads the byte of the header extension.
    public init(byte: UInt8) {
        isSpeech = byte & 0x80 != 0
        attenuation = byte & 0x7F
    }

    /// The level as the byte of the header extension.
    public var byte: UInt8 { (isSpeech ? 0x80 : 0) | attenuation }

    /// Reads the level of a packet; nil if it does not have the extension.
    public init?(of header: RTPHeader, id: UInt8, in packet: Span<UInt8>) {
        guard let bytes = header.headerExtension(id, in: packet), let first = bytes.first else { return nil }
        self.init(byte: packet[first])
    }
}
