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
        [ProviderEndpoint(.liveSession, "/v1/live/sessions", [.json])] + callControl(of: .live)

    /// Client secrets of realtime sessions.
    static func secrets(under root: String = "/v1") -> [ProviderEndpoint] {
        [ProviderEndpoint(.clientSecret, root + "/realtime/client_secrets")]
    }

    /// Control of calls, as far as `operations` go; nil for all of it.
    static func callControl(
        of kind: CallKind = .realtime,
        under root: String = "/v1",
        _ operations: Set<Operation>? = nil
    ) -> [ProviderEndpoint] {
        kind.control
            .filter { operations?.contains($0.operation) ?? true }
            .map { ProviderEndpoint($0.operation, root + kind.path + "/{id}/" + $0.verb) }
    }
}
