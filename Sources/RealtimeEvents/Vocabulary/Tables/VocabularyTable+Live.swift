// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// The events of OpenAI's live sessions, on their primary connection.
    ///
    /// Source: openai-python 3.51 `types/live`.
    static let live = VocabularyTable(
        .live,
        client: """
            session.start                     | =                         | event_id:string session*:object
            session.update                    | =                         | event_id:string session*:object
            session.input_audio.append        | input_audio_buffer.append | event_id:string audio*:string
            session.input_audio.mute          | =                         | event_id:string
            session.input_audio.unmute        | =                         | event_id:string
            session.output_audio.fixture.play | =                         | event_id:string audio*:string
            session.instructions.append       | =                         | event_id:string content*:string
                                              |                           | delegation_id:string?
            session.thinking.append           | =                         | event_id:string content*:string
                                              |                           | delegation_id:string?
            session.commentary.append         | =                         | event_id:string content*:string
                                              |                           | delegation_id:string?
            decision.create                   | =                         | event_id*:string
            decision.item.create              | =                         | event_id:string item*:object
            decision.item.delete              | =                         | event_id:string item_id*:string
            response.item.create              | =                         | event_id:string item*:object
            response.create                   | =                         | event_id:string
            session.close                     | =                         | event_id:string
            """,
        server: """
            session.started | session.created | event_id*:string session*:object client_event_id:string?
            session.updated | = | event_id*:string session*:object client_event_id:string?
            session.input_audio.muted | = | event_id*:string client_event_id:string?
            session.input_audio.unmuted | = | event_id*:string client_event_id:string?
            session.output_audio.fixture.playing | = | event_id*:string client_event_id:string?
            session.output_audio.fixture.played | = | event_id*:string client_event_id:string?
            session.instructions.appended | = | event_id*:string end_ms*:integer start_ms*:integer
                client_event_id:string?
            session.thinking.appended | = | event_id*:string end_ms*:integer start_ms*:integer client_event_id:string?
            session.commentary.appended | = | event_id*:string end_ms*:integer start_ms*:integer
                client_event_id:string?
            session.input_audio.append | input_audio_buffer.append | audio*:string
            session.output_audio.delta | response.output_audio.delta | delta*:string end_ms:integer start_ms:integer
            session.input_transcript.delta | conversation.item.input_audio_transcription.delta | event_id*:string
                delta*:string end_ms*:integer start_ms*:integer client_event_id:string?
            session.output_transcript.delta | response.output_audio_transcript.delta | event_id*:string delta*:string
                end_ms*:integer start_ms*:integer client_event_id:string?
            session.delegation.created | = | event_id*:string delegation*:object offset_ms*:integer
                client_event_id:string?
            decision.event | = | event_id*:string delegation_id:string? event*:object source_event_id:string?
                source_event_type:string? trigger_id:string?
            decision.item.created | = | event_id*:string item*:object client_event_id:string?
            decision.item.deleted | = | event_id*:string item_id*:string client_event_id:string?
            response.event | = | event_id*:string event*:object client_event_id:string? delegation_id:string?
            session.usage.updated | = | event_id*:string usage*:object client_event_id:string? context_window:object
            session.closed | = | event_id*:string reason*:string session*:object usage*:object client_event_id:string?
            error | = | event_id*:string error*:object client_event_id:string?
            info | = | event_id*:string code*:string message*:string client_event_id:string?
            transport.dtmf.received | = | event_id*:string event*:string
            transport.dtmf.send | = | event_id*:string event*:string client_event_id:string?
            transport.dtmf.sent | = | event_id*:string event*:string client_event_id:string?
            transport.ringing | = | event_id*:string session_id*:string
            transport.answered | = | event_id*:string session_id*:string
            transport.failed | = | event_id*:string error*:object session_id*:string
            """
    )
}
