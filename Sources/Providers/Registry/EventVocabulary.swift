// SPDX-License-Identifier: MIT

/// Which event names a provider speaks on its data channel or WebSocket.
public enum EventVocabulary: String, Hashable, Sendable, CaseIterable {
    /// OpenAI's generally available realtime API, and those that follow it.
    case openAI = "openai"
    /// OpenAI's realtime API, and the voice-live additions of Azure.
    case azureVoiceLive = "azure-voice-live"
    /// Gemini's BidiGenerateContent messages.
    case gemini
    /// ElevenLabs' agent conversation.
    case elevenLabs = "elevenlabs"
    /// Deepgram's voice agent.
    case deepgram
    /// Hume's empathic voice interface.
    case hume
    /// Amazon Nova Sonic's bidirectional stream.
    case novaSonic = "nova-sonic"
    /// Speechmatics' real-time transcription.
    case speechmatics
    /// Soniox' real-time transcription.
    case soniox
    /// Ultravox' data messages.
    case ultravox
    /// Meta's speech recognition.
    case meta
}
