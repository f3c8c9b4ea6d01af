// SPDX-License-Identifier: MIT

/// What an event means, whatever its vocabulary calls it.
///
/// The names are those of the current OpenAI API. Events of other vocabularies that mean the same have the same type;
/// those that it has no counterpart for keep their own name.
public enum EventType: String, Hashable, Sendable, CaseIterable {
    // MARK: The current OpenAI API

    /// `conversation.item.create`
    case conversationItemCreate = "conversation.item.create"
    /// `conversation.item.delete`
    case conversationItemDelete = "conversation.item.delete"
    /// `conversation.item.retrieve`
    case conversationItemRetrieve = "conversation.item.retrieve"
    /// `conversation.item.truncate`
    case conversationItemTruncate = "conversation.item.truncate"
    /// `input_audio_buffer.append`
    case inputAudioBufferAppend = "input_audio_buffer.append"
    /// `input_audio_buffer.clear`
    case inputAudioBufferClear = "input_audio_buffer.clear"
    /// `output_audio_buffer.clear`
    case outputAudioBufferClear = "output_audio_buffer.clear"
    /// `input_audio_buffer.commit`
    case inputAudioBufferCommit = "input_audio_buffer.commit"
    /// `response.cancel`
    case responseCancel = "response.cancel"
    /// `response.create`
    case responseCreate = "response.create"
    /// `session.update`
    case sessionUpdate = "session.update"
    /// `conversation.created`
    case conversationCreated = "conversation.created"
    /// `conversation.item.created`
    case conversationItemCreated = "conversation.item.created"
    /// `conversation.item.deleted`
    case conversationItemDeleted = "conversation.item.deleted"
    /// `conversation.item.input_audio_transcription.completed`
    case conversationItemInputAudioTranscriptionCompleted = "conversation.item.input_audio_transcription.completed"
    /// `conversation.item.input_audio_transcription.delta`
    case conversationItemInputAudioTranscriptionDelta = "conversation.item.input_audio_transcription.delta"
    /// `conversation.item.input_audio_transcription.failed`
    case conversationItemInputAudioTranscriptionFailed = "conversation.item.input_audio_transcription.failed"
    /// `conversation.item.retrieved`
    case conversationItemRetrieved = "conversation.item.retrieved"
    /// `conversation.item.truncated`
    case conversationItemTruncated = "conversation.item.truncated"
    /// `error`
    case error = "error"
    /// `input_audio_buffer.cleared`
    case inputAudioBufferCleared = "input_audio_buffer.cleared"
    /// `input_audio_buffer.committed`
    case inputAudioBufferCommitted = "input_audio_buffer.committed"
    /// `input_audio_buffer.dtmf_event_received`
    case inputAudioBufferDTMFEventReceived = "input_audio_buffer.dtmf_event_received"
    /// `input_audio_buffer.speech_started`
    case inputAudioBufferSpeechStarted = "input_audio_buffer.speech_started"
    /// `input_audio_buffer.speech_stopped`
    case inputAudioBufferSpeechStopped = "input_audio_buffer.speech_stopped"
    /// `rate_limits.updated`
    case rateLimitsUpdated = "rate_limits.updated"
    /// `response.output_audio.delta`
    case responseOutputAudioDelta = "response.output_audio.delta"
    /// `response.output_audio.done`
    case responseOutputAudioDone = "response.output_audio.done"
    /// `response.output_audio_transcript.delta`
    case responseOutputAudioTranscriptDelta = "response.output_audio_transcript.delta"
    /// `response.output_audio_transcript.done`
    case responseOutputAudioTranscriptDone = "response.output_audio_transcript.done"
    /// `response.content_part.added`
    case responseContentPartAdded = "response.content_part.added"
    /// `response.content_part.done`
    case responseContentPartDone = "response.content_part.done"
    /// `response.created`
    case responseCreated = "response.created"
    /// `response.done`
    case responseDone = "response.done"
    /// `response.function_call_arguments.delta`
    case responseFunctionCallArgumentsDelta = "response.function_call_arguments.delta"
    /// `response.function_call_arguments.done`
    case responseFunctionCallArgumentsDone = "response.function_call_arguments.done"
    /// `response.output_item.added`
    case responseOutputItemAdded = "response.output_item.added"
    /// `response.output_item.done`
    case responseOutputItemDone = "response.output_item.done"
    /// `response.output_text.delta`
    case responseOutputTextDelta = "response.output_text.delta"
    /// `response.output_text.done`
    case responseOutputTextDone = "response.output_text.done"
    /// `session.created`
    case sessionCreated = "session.created"
    /// `session.updated`
    case sessionUpdated = "session.updated"
    /// `output_audio_buffer.started`
    case outputAudioBufferStarted = "output_audio_buffer.started"
    /// `output_audio_buffer.stopped`
    case outputAudioBufferStopped = "output_audio_buffer.stopped"
    /// `output_audio_buffer.cleared`
    case outputAudioBufferCleared = "output_audio_buffer.cleared"
    /// `conversation.item.added`
    case conversationItemAdded = "conversation.item.added"
    /// `conversation.item.done`
    case conversationItemDone = "conversation.item.done"
    /// `input_audio_buffer.timeout_triggered`
    case inputAudioBufferTimeoutTriggered = "input_audio_buffer.timeout_triggered"
    /// `conversation.item.input_audio_transcription.segment`
    case conversationItemInputAudioTranscriptionSegment = "conversation.item.input_audio_transcription.segment"
    /// `mcp_list_tools.in_progress`
    case mcpListToolsInProgress = "mcp_list_tools.in_progress"
    /// `mcp_list_tools.completed`
    case mcpListToolsCompleted = "mcp_list_tools.completed"
    /// `mcp_list_tools.failed`
    case mcpListToolsFailed = "mcp_list_tools.failed"
    /// `response.mcp_call_arguments.delta`
    case responseMCPCallArgumentsDelta = "response.mcp_call_arguments.delta"
    /// `response.mcp_call_arguments.done`
    case responseMCPCallArgumentsDone = "response.mcp_call_arguments.done"
    /// `response.mcp_call.in_progress`
    case responseMCPCallInProgress = "response.mcp_call.in_progress"
    /// `response.mcp_call.completed`
    case responseMCPCallCompleted = "response.mcp_call.completed"
    /// `response.mcp_call.failed`
    case responseMCPCallFailed = "response.mcp_call.failed"

    // MARK: Other vocabularies

    /// `session.close`
    case sessionClose = "session.close"
    /// `session.closed`
    case sessionClosed = "session.closed"
    /// `session.start`
    case sessionStart = "session.start"
    /// `session.input_audio.mute`
    case sessionInputAudioMute = "session.input_audio.mute"
    /// `session.input_audio.unmute`
    case sessionInputAudioUnmute = "session.input_audio.unmute"
    /// `session.output_audio.fixture.play`
    case sessionOutputAudioFixturePlay = "session.output_audio.fixture.play"
    /// `session.instructions.append`
    case sessionInstructionsAppend = "session.instructions.append"
    /// `session.thinking.append`
    case sessionThinkingAppend = "session.thinking.append"
    /// `session.commentary.append`
    case sessionCommentaryAppend = "session.commentary.append"
    /// `decision.create`
    case decisionCreate = "decision.create"
    /// `decision.item.create`
    case decisionItemCreate = "decision.item.create"
    /// `decision.item.delete`
    case decisionItemDelete = "decision.item.delete"
    /// `response.item.create`
    case responseItemCreate = "response.item.create"
    /// `session.input_audio.muted`
    case sessionInputAudioMuted = "session.input_audio.muted"
    /// `session.input_audio.unmuted`
    case sessionInputAudioUnmuted = "session.input_audio.unmuted"
    /// `session.output_audio.fixture.playing`
    case sessionOutputAudioFixturePlaying = "session.output_audio.fixture.playing"
    /// `session.output_audio.fixture.played`
    case sessionOutputAudioFixturePlayed = "session.output_audio.fixture.played"
    /// `session.instructions.appended`
    case sessionInstructionsAppended = "session.instructions.appended"
    /// `session.thinking.appended`
    case sessionThinkingAppended = "session.thinking.appended"
    /// `session.commentary.appended`
    case sessionCommentaryAppended = "session.commentary.appended"
    /// `session.delegation.created`
    case sessionDelegationCreated = "session.delegation.created"
    /// `decision.event`
    case decisionEvent = "decision.event"
    /// `decision.item.created`
    case decisionItemCreated = "decision.item.created"
    /// `decision.item.deleted`
    case decisionItemDeleted = "decision.item.deleted"
    /// `response.event`
    case responseEvent = "response.event"
    /// `session.usage.updated`
    case sessionUsageUpdated = "session.usage.updated"
    /// `info`
    case info = "info"
    /// `transport.dtmf.received`
    case transportDTMFReceived = "transport.dtmf.received"
    /// `transport.dtmf.send`
    case transportDTMFSend = "transport.dtmf.send"
    /// `transport.dtmf.sent`
    case transportDTMFSent = "transport.dtmf.sent"
    /// `transport.ringing`
    case transportRinging = "transport.ringing"
    /// `transport.answered`
    case transportAnswered = "transport.answered"
    /// `transport.failed`
    case transportFailed = "transport.failed"
    /// `conversation.item.appended`
    case conversationItemAppended = "conversation.item.appended"
    /// `conversation.item.completed`
    case conversationItemCompleted = "conversation.item.completed"
    /// `conversation.updated`
    case conversationUpdated = "conversation.updated"
    /// `conversation.interrupted`
    case conversationInterrupted = "conversation.interrupted"
    /// `realtime.event`
    case realtimeEvent = "realtime.event"
    /// `message`
    case message = "message"
    /// `contextual_update`
    case contextualUpdate = "contextual_update"
    /// `user_activity`
    case userActivity = "user_activity"
    /// `pong`
    case pong = "pong"
    /// `ping`
    case ping = "ping"
    /// `agent_tool_response`
    case agentToolResponse = "agent_tool_response"
    /// `vad_score`
    case vadScore = "vad_score"
    /// `internal_tentative_agent_response`
    case internalTentativeAgentResponse = "internal_tentative_agent_response"
    /// `toolCallCancellation`
    case toolCallCancellation = "toolCallCancellation"
    /// `goAway`
    case goAway = "goAway"
    /// `sessionResumptionUpdate`
    case sessionResumptionUpdate = "sessionResumptionUpdate"
    /// `voiceActivity`
    case voiceActivity = "voiceActivity"
    /// `usageMetadata`
    case usageMetadata = "usageMetadata"
}
