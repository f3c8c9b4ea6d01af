// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import WebRTC

extension CallEnd {
    /// What the client is told on its events channel before its connection is closed; nil where it has closed it itself,
    /// or the provider has ended the call as it may.
    ///
    /// `hindrance` is what the provider's answer had against a connection.
    func report(hindrance: UnreachablePeerError?) -> ErrorReport? {
        switch (cause, reason) {
        case (.client, _), (_, .closed), (.caller, _), (_, .abandoned): nil
        case (_, .maximumDuration):
            ErrorReport(
                type: "invalid_request_error",
                code: "max_duration_reached",
                message: "The call has lasted as long as the relay lets it."
            )
        case (_, .idle):
            ErrorReport(
                type: "invalid_request_error",
                code: "idle_timeout",
                message: "Neither side has sent audio or events for as long as the relay waits."
            )
        case (_, .maximumTokens):
            ErrorReport(
                type: "invalid_request_error",
                code: "max_tokens_reached",
                message: "The call has used as many tokens as the relay lets it."
            )
        case (_, .drained):
            ErrorReport(
                type: "server_error",
                code: "relay_draining",
                message: "The relay is shutting down; call again."
            )
        case (_, .lost):
            ErrorReport(
                type: "server_error",
                code: "upstream_connection_lost",
                message: "The provider is not reached any more."
            )
        case (.upstream, .failed) where hindrance == .refusedCandidates:
            ErrorReport(
                type: "server_error",
                code: "upstream_connection_failed",
                message: """
                    The connection to the provider failed: its answer has private or loopback addresses only, and \
                    `allow_private_candidates` is off.
                    """
            )
        case (_, .failed), (_, .fingerprintMismatch), (_, .channelsFailed), (_, .outOfMemory), (_, .hungUp):
            ErrorReport(
                type: "server_error",
                code: "upstream_connection_failed",
                message: "The connection to the provider failed (\(reason.rawValue))."
            )
        }
    }
}
