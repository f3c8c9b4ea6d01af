// SPDX-License-Identifier: MIT

/// Why a message was not taken.
public struct SCTPError: Error, Hashable, Sendable {
    /// The reason, closed inside this package.
    public enum Code: String, Hashable, Sendable {
        /// SCTP has no messages without a byte.
        case emptyMessage
        /// It is longer than the peer takes, or than the send buffer.
        case messageTooLong
        /// The send buffer is full; ``SCTPEvent/sendBufferAvailable`` says when to try again.
        case sendBufferFull
        /// The number is beyond the streams that the peer has.
        case noSuchStream
        /// The stream is about to be reset.
        case streamClosing
        /// The association is shutting down or has ended.
        case notOpen
        /// A data channel by this number is not there, or is closing.
        case noSuchChannel
        /// The number is taken, or not usable.
        case channelTaken
        /// All places for channels, or all numbers for them, are taken.
        case tooManyChannels
        /// A label or protocol is too long.
        case nameTooLong
        /// A text is not UTF-8.
        case invalidText
    }

    /// The reason.
    public let code: Code

    /// Says why.
    public init(_ code: Code) {
        self.code = code
    }
}
