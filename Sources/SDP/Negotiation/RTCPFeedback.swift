// SPDX-License-Identifier: MIT

/// The kinds of RTCP feedback that are understood.
///
/// [RFC 4585, section 4.2](https://www.rfc-editor.org/rfc/rfc4585.html#section-4.2) and
/// [RFC 5104, section 7.1](https://www.rfc-editor.org/rfc/rfc5104.html#section-7.1).
public struct RTCPFeedback: OptionSet, Hashable, Sendable {
    /// One bit for each kind.
    public let rawValue: UInt8

    /// Makes a set of its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `nack`: lost packets are named, and sent again.
    public static let nack = RTCPFeedback(rawValue: 1)

    /// `nack pli`: a new key frame is asked for.
    public static let pictureLoss = RTCPFeedback(rawValue: 2)

    /// `ccm fir`: a new key frame is demanded.
    public static let fullIntraRequest = RTCPFeedback(rawValue: 4)

    /// Each kind as `a=rtcp-fb` has it behind the payload type.
    static let names: [(feedback: RTCPFeedback, name: String)] = [
        (.nack, "nack"), (.pictureLoss, "nack pli"), (.fullIntraRequest, "ccm fir"),
    ]
}
