// SPDX-License-Identifier: MIT

/// Every kind of provider that the relay knows.
public enum ProviderRegistry {
    /// The kinds; a new one is a file of its own and a line here.
    public static let all: [any Provider] = [
        OpenAIProvider(),
        AzureProvider(),
        InworldProvider(),
        LocalAIProvider(),
        SpeachesProvider(),
        AlibabaProvider(),
        HuggingFaceProvider(),
        SMGProvider(),
        CompatibleProvider(),
        LoopbackProvider(),
        XAIProvider(),
        ElevenLabsProvider(),
        GeminiProvider(),
        VertexProvider(),
        AzureVoiceLiveProvider(),
        NovaSonicProvider(),
        HumeProvider(),
        DeepgramProvider(),
        SpeechmaticsProvider(),
        SonioxProvider(),
        UltravoxProvider(),
        MetaProvider(),
        VLLMProvider(),
    ]

    /// The kind with a name, such as `openai`.
    public static func provider(kind: String) -> (any Provider)? {
        all.first { $0.facts.kind == kind }
    }
}
