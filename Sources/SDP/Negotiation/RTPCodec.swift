// SPDX-License-Identifier: MIT

/// A codec as `a=rtpmap` names it.
///
/// [RFC 8866, section 6.6](https://www.rfc-editor.org/rfc/rfc8866.html#section-6.6).
public struct RTPCodec: Hashable, Sendable {
    /// The encoding name in lower case; names are compared without regard to case.
    public let name: String

    /// The rate of the RTP timestamp, in Hz.
    public let clockRate: Int

    /// The number of channels; 1 where the line does not say.
    public let channels: Int

    /// Makes a codec; the name is taken in lower case.
    public init(name: String, clockRate: Int, channels: Int = 1) {
        self.name = name.lowercased()
        self.clockRate = clockRate
        self.channels = channels
    }

    /// Opus, always `opus/48000/2` ([RFC 7587, section 7](https://www.rfc-editor.org/rfc/rfc7587.html#section-7)).
    public static let opus = RTPCodec(name: "opus", clockRate: 48000, channels: 2)

    /// G.711 µ-law.
    public static let pcmu = RTPCodec(name: "pcmu", clockRate: 8000)

    /// G.711 A-law.
    public static let pcma = RTPCodec(name: "pcma", clockRate: 8000)

    /// VP8 ([RFC 7741](https://www.rfc-editor.org/rfc/rfc7741.html)).
    public static let vp8 = RTPCodec(name: "vp8", clockRate: 90000)

    /// H.264 ([RFC 6184](https://www.rfc-editor.org/rfc/rfc6184.html)).
    public static let h264 = RTPCodec(name: "h264", clockRate: 90000)

    /// DTMF digits ([RFC 4733](https://www.rfc-editor.org/rfc/rfc4733.html)).
    public static func telephoneEvent(clockRate: Int) -> RTPCodec {
        RTPCodec(name: telephoneEventName, clockRate: clockRate)
    }

    static let telephoneEventName = "telephone-event"

    /// The codec as `a=rtpmap` has it behind the payload type.
    var rtpmap: String { channels == 1 ? "\(spelling)/\(clockRate)" : "\(spelling)/\(clockRate)/\(channels)" }

    /// The name as it is registered, for peers that compare with regard to case.
    private var spelling: String {
        switch name {
        case "pcmu", "pcma", "vp8", "vp9", "av1", "h264", "h265": name.uppercased()
        default: name
        }
    }
}

extension RTPCodec {
    /// Reads what follows the payload type in `a=rtpmap`.
    init?(rtpmap: Substring) {
        let parts = rtpmap.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, !parts[0].isEmpty, let clockRate = Substring(parts[1]).decimal
        else { return nil }
        let channels = parts.count == 3 ? Substring(parts[2]).decimal : 1
        guard let channels, clockRate > 0 else { return nil }
        self.init(name: String(Substring(parts[0])), clockRate: clockRate, channels: channels)
    }

    /// The codec of a payload type that needs no `a=rtpmap`.
    ///
    /// [RFC 3551, section 6](https://www.rfc-editor.org/rfc/rfc3551.html#section-6).
    init?(staticPayloadType payloadType: UInt8) {
        switch payloadType {
        case 0: self = .pcmu
        case 8: self = .pcma
        default: return nil
        }
    }
}
