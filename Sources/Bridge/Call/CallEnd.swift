// SPDX-License-Identifier: MIT

internal import DTLS
internal import SCTP
internal import WebRTC

/// Why a bridged call is over.
public struct CallEnd: Hashable, Sendable {
    /// Who, or what, has ended it.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        /// The client's connection.
        case client
        /// The provider's connection.
        case upstream
        /// A request to end it.
        case caller
        /// A limit, or the end of the relay.
        case relay
    }

    /// Why; raw values are stable and fit for a metric label.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The side has closed its connection.
        case closed
        /// The side has been silent for 30 s.
        case lost
        /// The side's connection never came up in time, or broke.
        case failed
        /// The side has shown another certificate than it said.
        case fingerprintMismatch = "fingerprint_mismatch"
        /// The side's data channels have broken the protocol or one of its limits.
        case channelsFailed = "channels_failed"
        /// A request asked for it.
        case hungUp = "hung_up"
        /// The client went away before it had its answer.
        case abandoned
        case maximumDuration = "max_duration"
        case idle
        case maximumTokens = "max_tokens"
        /// The relay is being shut down.
        case drained
        /// Memory is short.
        case outOfMemory = "out_of_memory"
    }

    /// Who, or what, has ended it.
    public let cause: Cause
    /// Why.
    public let reason: Reason

    /// Says why.
    public init(_ cause: Cause, _ reason: Reason) {
        self.cause = cause
        self.reason = reason
    }

    /// The end of a call with one of its connections.
    init(_ side: CallSide, _ end: PeerEnd) {
        cause = side == .client ? .client : .upstream
        reason =
            switch end {
            case .closed, .closedByPeer: .closed
            case .consentLost: .lost
            case .dtlsFailed(.fingerprintMismatch): .fingerprintMismatch
            case .iceFailed, .dtlsFailed: .failed
            case .outOfMemory: .outOfMemory
            }
    }

    /// The end of a call with the data channels of one side.
    init(_ side: CallSide, _ end: SCTPCloseReason) {
        cause = side == .client ? .client : .upstream
        reason =
            switch end {
            case .shutdown, .aborted, .abortedByPeer: .closed
            case .timedOut: .lost
            case .protocolViolation, .peerRestarted: .channelsFailed
            }
    }
}
