// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// The events of OpenAI's Realtime API (GA).
    ///
    /// Source: OpenAI's OpenAPI file (openai/openai-openapi, spec 2.3.0).
    static let openAI = VocabularyTable(
        .openAI,
        client: """
            conversation.item.create   | = | event_id:string previous_item_id:string item*:object
            conversation.item.delete   | = | event_id:string item_id*:string
            conversation.item.retrieve | = | event_id:string item_id*:string
            conversation.item.truncate | = | event_id:string item_id*:string content_index*:integer
                                       |   | audio_end_ms*:integer
            input_audio_buffer.append  | = | event_id:string audio*:string
            input_audio_buffer.clear   | = | event_id:string
            output_audio_buffer.clear  | = | event_id:string
            input_audio_buffer.commit  | = | event_id:string
            response.cancel            | = | event_id:string response_id:string
            response.create            | = | event_id:string response:object
            session.update             | = | event_id:string session*:object
            """,
        server: """
            conversation.created                                  | = | event_id*:string conversation*:object
                                                                  |   | conversation.id:string
                                                                  |   | conversation.object:string
            conversation.item.created                             | = | event_id*:string previous_item_id:string?
                                                                  |   | item*:object
            conversation.item.deleted                             | = | event_id*:string item_id*:string
            conversation.item.input_audio_transcription.completed | = | event_id*:string item_id*:string
                                                                  |   | content_index*:integer transcript*:string
                                                                  |   | languages:array logprobs:array? usage*:object
            conversation.item.input_audio_transcription.delta     | = | event_id*:string item_id*:string
                                                                  |   | content_index:integer delta:string
                                                                  |   | logprobs:array?
            conversation.item.input_audio_transcription.failed    | = | event_id*:string item_id*:string
                                                                  |   | content_index*:integer error*:object
                                                                  |   | error.type:string error.code:string?
                                                                  |   | error.message:string error.param:string?
            conversation.item.retrieved                           | = | event_id*:string item*:object
            conversation.item.truncated                           | = | event_id*:string item_id*:string
                                                                  |   | content_index*:integer audio_end_ms*:integer
            error                                                 | = | event_id*:string error*:object
                                                                  |   | error.type*:string error.code:string?
                                                                  |   | error.message*:string error.param:string?
                                                                  |   | error.event_id:string?
            input_audio_buffer.cleared                            | = | event_id*:string
            input_audio_buffer.committed                          | = | event_id*:string previous_item_id:string?
                                                                  |   | item_id*:string
            input_audio_buffer.dtmf_event_received                | = | event*:string received_at*:integer
            input_audio_buffer.speech_started                     | = | event_id*:string audio_start_ms*:integer
                                                                  |   | item_id*:string
            input_audio_buffer.speech_stopped                     | = | event_id*:string audio_end_ms*:integer
                                                                  |   | item_id*:string
            rate_limits.updated                                   | = | event_id*:string rate_limits*:array
            response.output_audio.delta                           | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer delta*:string
            response.output_audio.done                            | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer
            response.output_audio_transcript.delta                | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer delta*:string
            response.output_audio_transcript.done                 | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer transcript*:string
            response.content_part.added                           | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer part*:object
                                                                  |   | part.type:string part.text:string
                                                                  |   | part.audio:string part.transcript:string
            response.content_part.done                            | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer part*:object
                                                                  |   | part.type:string part.text:string
                                                                  |   | part.audio:string part.transcript:string
            response.created                                      | = | event_id*:string response*:object
            response.done                                         | = | event_id*:string response*:object
            response.function_call_arguments.delta                | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | call_id*:string delta*:string
            response.function_call_arguments.done                 | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | call_id*:string name*:string arguments*:string
            response.output_item.added                            | = | event_id*:string response_id*:string
                                                                  |   | output_index*:integer item*:object
            response.output_item.done                             | = | event_id*:string response_id*:string
                                                                  |   | output_index*:integer item*:object
            response.output_text.delta                            | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer delta*:string
            response.output_text.done                             | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | content_index*:integer text*:string
            session.created                                       | = | event_id*:string session*:object
            session.updated                                       | = | event_id*:string session*:object
            output_audio_buffer.started                           | = | event_id*:string response_id*:string
            output_audio_buffer.stopped                           | = | event_id*:string response_id*:string
            output_audio_buffer.cleared                           | = | event_id*:string response_id*:string
            conversation.item.added                               | = | event_id*:string previous_item_id:string?
                                                                  |   | item*:object
            conversation.item.done                                | = | event_id*:string previous_item_id:string?
                                                                  |   | item*:object
            input_audio_buffer.timeout_triggered                  | = | event_id*:string audio_start_ms*:integer
                                                                  |   | audio_end_ms*:integer item_id*:string
            conversation.item.input_audio_transcription.segment   | = | event_id*:string item_id*:string
                                                                  |   | content_index*:integer text*:string id*:string
                                                                  |   | speaker*:string start*:number end*:number
            mcp_list_tools.in_progress                            | = | event_id*:string item_id*:string
            mcp_list_tools.completed                              | = | event_id*:string item_id*:string
            mcp_list_tools.failed                                 | = | event_id*:string item_id*:string
            response.mcp_call_arguments.delta                     | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | delta*:string obfuscation:string?
            response.mcp_call_arguments.done                      | = | event_id*:string response_id*:string
                                                                  |   | item_id*:string output_index*:integer
                                                                  |   | arguments*:string
            response.mcp_call.in_progress                         | = | event_id*:string output_index*:integer
                                                                  |   | item_id*:string
            response.mcp_call.completed                           | = | event_id*:string output_index*:integer
                                                                  |   | item_id*:string
            response.mcp_call.failed                              | = | event_id*:string output_index*:integer
                                                                  |   | item_id*:string
            """
    )
}
