// SPDX-License-Identifier: MIT

/// The endpoints of OpenAI's form, for all who serve them.
enum OpenAIEndpoints {
    /// Everything that OpenAI itself serves.
    static let all = calls + legacy + translation + live + secrets() + callControl()

    private static let calls = [ProviderEndpoint(.call, "/v1/realtime/calls", [.multipart, .raw])]

    private static let legacy = [
        ProviderEndpoint(.legacyCall, "/v1/realtime", [.raw, .multipart]),
        ProviderEndpoint(.legacySession, "/v1/realtime/sessions"),
        ProviderEndpoint(.legacyTranscriptionSession, "/v1/realtime/transcription_sessions"),
    ]

    private static let translation = [
        ProviderEndpoint(.translationCall, "/v1/realtime/translations/calls", [.twoStep]),
        ProviderEndpoint(.translationClientSecret, "/v1/realtime/translations/client_secrets"),
    ]

    private static let live =
        [ProviderEndpoint(.liveSession, "/v1/live/sessions", [.json])]
        + [
            (Operation.acceptLive, "accept"), (.hangUpLive, "hangup"), (.referLive, "refer"), (.rejectLive, "reject"),
        ].map { ProviderEndpoint($0, "/v1/live/sessions/{id}/" + $1) }

    /// Client secrets of realtime sessions.
    static func secrets(under root: String = "/v1") -> [ProviderEndpoint] {
        [ProviderEndpoint(.clientSecret, root + "/realtime/client_secrets")]
    }

    /// Control of realtime calls, as far as `operations` go.
    static func callControl(
        under root: String = "/v1",
        _ operations: Set<Operation> = [.acceptCall, .hangUpCall, .referCall, .rejectCall]
    ) -> [ProviderEndpoint] {
        [(Operation.acceptCall, "accept"), (.hangUpCall, "hangup"), (.referCall, "refer"), (.rejectCall, "reject")]
            .filter { operations.contains($0.0) }
            .map { ProviderEndpoint($0, root + "/realtime/calls/{id}/" + $1) }
    }
}
