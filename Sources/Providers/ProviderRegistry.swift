// SPDX-License-Identifier: MIT

/// Every kind of provider that the relay knows.
public enum ProviderRegistry {
    /// The kinds; a new one is a file of its own and a line here.
    public static let all: [any Provider] = [
        OpenAIProvider(),
        CompatibleProvider(),
    ]

    /// The kind with a name, such as `openai`.
    public static func provider(kind: String) -> (any Provider)? {
        all.first { $0.facts.kind == kind }
    }
}
