// SPDX-License-Identifier: MIT

/// Amazon Nova Sonic: Bedrock's bidirectional stream over HTTP/2, at `https://bedrock-runtime.{region}.amazonaws.com`.
public struct NovaSonicProvider: OpenAIFormProvider {
    /// What is known about Nova Sonic.
    public let facts = ProviderFacts(
        kind: "nova-sonic",
        title: "Amazon Nova Sonic",
        apiRoot: "",
        authentications: [.awsSignature],
        eventVocabulary: .novaSonic
    )

    /// Makes the provider.
    public init() {}
}
