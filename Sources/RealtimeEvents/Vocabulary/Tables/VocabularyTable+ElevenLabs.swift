// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// The events of ElevenLabs conversations.
    ///
    /// Source: ElevenLabs' documentation of the conversation WebSocket, and elevenlabs (Python) 2.78.
    /// An event without `type` is named for its first member.
    static let elevenLabs = VocabularyTable(
        .elevenLabs,
        client: """
            conversation_initiation_client_data | session.update            | conversation_config_override:object?
                                                |                           | custom_llm_extra_body:object?
                                                |                           | dynamic_variables:object?
                                                |                           | user_id:string? source_info:object?
            user_audio_chunk                    | input_audio_buffer.append | user_audio_chunk*:string
            user_message                        | conversation.item.create  | text:string?
            client_tool_result                  | conversation.item.create  | tool_call_id*:string result*:any
                                                |                           | is_error:boolean
            contextual_update                   | =                         | text*:string
            user_activity                       | =                         |
            pong                                | =                         | event_id*:integer
            """,
        server: """
            conversation_initiation_metadata | session.created | conversation_initiation_metadata_event*:object
                conversation_initiation_metadata_event.conversation_id*:string
                conversation_initiation_metadata_event.agent_output_audio_format:string
                conversation_initiation_metadata_event.user_input_audio_format:string?
            audio | response.output_audio.delta | audio_event*:object audio_event.audio_base_64*:string
                audio_event.event_id*:integer audio_event.alignment:object?
            user_transcript | conversation.item.input_audio_transcription.completed | user_transcription_event*:object
                user_transcription_event.user_transcript*:string
            agent_response | response.done | agent_response_event*:object agent_response_event.agent_response*:string
            agent_response_correction | response.output_text.done | agent_response_correction_event*:object
                agent_response_correction_event.original_agent_response*:string
                agent_response_correction_event.corrected_agent_response*:string
            agent_chat_response_part | response.output_text.delta | text_response_part*:object
                text_response_part.text*:string text_response_part.type:string
            interruption | output_audio_buffer.cleared | interruption_event*:object
                interruption_event.event_id*:integer
            ping | = | ping_event*:object ping_event.event_id*:integer ping_event.ping_ms:integer?
            client_tool_call | response.function_call_arguments.done | client_tool_call*:object
                client_tool_call.tool_name*:string client_tool_call.tool_call_id*:string
                client_tool_call.parameters:object
            agent_tool_response | = | agent_tool_response*:object agent_tool_response.tool_name*:string
                agent_tool_response.tool_call_id*:string agent_tool_response.is_error:boolean
            vad_score | = | vad_score_event*:object vad_score_event.vad_score*:number
            internal_tentative_agent_response | = | tentative_agent_response_internal_event*:object
                tentative_agent_response_internal_event.tentative_agent_response*:string
            """
    )
}
