// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// The events of OpenAI's translation sessions.
    ///
    /// Source: OpenAI's OpenAPI file (openai/openai-openapi, spec 2.3.0).
    static let translation = VocabularyTable(
        .translation,
        client: """
            session.update                    | =                         | event_id:string session*:object
            session.input_audio_buffer.append | input_audio_buffer.append | event_id:string audio*:string
            session.close                     | =                         | event_id:string
            """,
        server: """
            error | = | event_id*:string error*:object error.type*:string error.code:string? error.message*:string
                error.param:string? error.event_id:string?
            session.created | = | event_id*:string session*:object
            session.updated | = | event_id*:string session*:object
            session.closed | = | event_id*:string
            session.input_transcript.delta | conversation.item.input_audio_transcription.delta | event_id*:string
                delta*:string elapsed_ms:integer?
            session.output_transcript.delta | response.output_audio_transcript.delta | event_id*:string delta*:string
                elapsed_ms:integer?
            session.output_audio.delta | response.output_audio.delta | event_id*:string delta*:string
                sample_rate:integer channels:integer format:string elapsed_ms:integer?
            """
    )
}
