// SPDX-License-Identifier: MIT

/// How the loopback behaves.
public struct LoopbackSettings: Hashable, Sendable {
    /// Something that goes wrong on purpose, for tests of what stands before a provider.
    public enum Fault: String, Hashable, Sendable, CaseIterable {
        /// Offers are refused with 503.
        case refuse
        /// The answer comes after ``LoopbackSettings/answerDelay``.
        case delay
        /// No audio comes back.
        case dropMedia = "drop_media"
        /// The events channel closes after the first event of the client.
        case closeChannel = "close_channel"
        /// The certificate is another one than the answer says.
        case wrongFingerprint = "wrong_fingerprint"
    }

    /// How late an answer is with ``Fault/delay``.
    public static let answerDelay = Duration.seconds(2)

    /// How long audio takes to come back.
    public var echoDelay = Duration.milliseconds(300)
    /// What goes wrong; nil for nothing.
    public var fault: Fault?
    /// Makes the loopback that does what it should.
    public init() {}
}
