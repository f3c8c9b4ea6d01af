// SPDX-License-Identifier: MIT

extension RealtimeEvent {
    /// Whether it creates, announces or shows a conversation item.
    public var isConversationItem: Bool {
        switch type {
        case .conversationItemCreate, .conversationItemCreated, .conversationItemAdded, .conversationItemDone,
            .conversationItemRetrieved, .conversationItemAppended, .conversationItemCompleted, .message:
            true
        default: false
        }
    }

    /// Whether it brings a message of the user into the conversation; an item that was only asked for does not count.
    public var isUserInput: Bool {
        guard isConversationItem, type != .conversationItemRetrieved else { return false }
        switch vocabulary {
        case .elevenLabs: return name == "user_message"
        case .gemini: return isGeminiUserInput
        default: return type == .message ? string(.role) == "user" : item?.role == "user"
        }
    }

    /// Whether it brings the output of a function into the conversation.
    public var isToolOutput: Bool {
        guard isConversationItem, type != .conversationItemRetrieved else { return false }
        switch vocabulary {
        case .elevenLabs: return name == "client_tool_result"
        case .gemini: return name == "toolResponse"
        default: return item?.type == "function_call_output"
        }
    }

    /// Whether it is the whole transcript of what a user said.
    public var isInputTranscript: Bool { type == .conversationItemInputAudioTranscriptionCompleted }

    /// Whether it is a piece of something that comes in pieces.
    public var isDelta: Bool {
        switch type {
        case .responseOutputTextDelta, .responseOutputAudioDelta, .responseOutputAudioTranscriptDelta,
            .responseFunctionCallArgumentsDelta, .responseMCPCallArgumentsDelta,
            .conversationItemInputAudioTranscriptionDelta, .conversationUpdated:
            true
        default: false
        }
    }

    /// Whether its delta is part of what the model says, as text: the pieces of one response make the whole.
    public var shouldAccumulateOutput: Bool {
        type == .responseOutputTextDelta || type == .responseOutputAudioTranscriptDelta
    }

    /// Whether a turn starts with it: the client asks for a response, or input audio is complete.
    ///
    /// Some models answer without being asked; then it is the text that they answer, or what shows that audio is complete.
    ///
    /// With push-to-talk both happen for one turn.
    public var startsTurn: Bool {
        switch (vocabulary, direction, type) {
        case (.elevenLabs, .client, _): name == "user_message"
        case (.elevenLabs, .server, _): isInputTranscript
        case (.gemini, .client, .conversationItemCreate): isGeminiTurnComplete || name == "realtimeInput"
        case (_, .client, .responseCreate), (.gemini, .client, .inputAudioBufferCommit): true
        case (_, .server, .inputAudioBufferCommitted): true
        default: false
        }
    }

    /// Whether a turn ends with it; in a session that only transcribes, with the transcript.
    public func endsTurn(inTranscriptionSession isTranscription: Bool = false) -> Bool {
        switch type {
        case .responseDone: true
        case .conversationItemInputAudioTranscriptionCompleted, .conversationItemInputAudioTranscriptionFailed:
            isTranscription
        default: false
        }
    }
}
