// SPDX-License-Identifier: MIT

/// A set of events that a client and a server speak.
public enum Vocabulary: String, Hashable, Sendable, CaseIterable {
    /// OpenAI's Realtime API, generally available; its names are the canonical ones.
    case openAI = "ga"
    /// OpenAI's Realtime API before that, which many servers and clients still speak.
    case beta
    /// OpenAI's translation sessions.
    case translation
    /// OpenAI's live sessions, on their primary connection.
    case live
    /// Events of the openai-realtime-api TypeScript library for its application.
    case clientLibrary = "openai-realtime-api"
    /// The message of the ADK realtime client.
    case adk
    /// ElevenLabs conversations.
    case elevenLabs = "elevenlabs"
    /// Gemini Live.
    case gemini

    /// What it is, in a few words.
    public var title: String {
        switch self {
        case .openAI: "OpenAI Realtime (GA)"
        case .beta: "OpenAI Realtime (beta)"
        case .translation: "OpenAI translation sessions"
        case .live: "OpenAI live sessions"
        case .clientLibrary: "openai-realtime-api (TypeScript), for its application"
        case .adk: "ADK realtime client"
        case .elevenLabs: "ElevenLabs conversation"
        case .gemini: "Gemini Live"
        }
    }

    /// What events of this vocabulary are, in the order of the table.
    public func definitions(_ direction: EventDirection) -> [EventDefinition] { table.definitions(direction) }

    /// The definition of an event by its name in this vocabulary; nil if it has none.
    public func definition(of name: String, _ direction: EventDirection) -> EventDefinition? {
        table.definitions(direction).first { $0.name == name }
    }

    var table: VocabularyTable {
        switch self {
        case .openAI: .openAI
        case .beta: .beta
        case .translation: .translation
        case .live: .live
        case .clientLibrary: .clientLibrary
        case .adk: .adk
        case .elevenLabs: .elevenLabs
        case .gemini: .gemini
        }
    }

    /// Servers and clients of one OpenAI API often use names of the other; what they mean is clear all the same.
    var relatives: [Vocabulary] {
        switch self {
        case .openAI: [.beta, .clientLibrary, .adk]
        case .beta: [.openAI, .clientLibrary, .adk]
        case .clientLibrary, .adk: [.openAI, .beta]
        case .translation, .live, .elevenLabs, .gemini: []
        }
    }
}
