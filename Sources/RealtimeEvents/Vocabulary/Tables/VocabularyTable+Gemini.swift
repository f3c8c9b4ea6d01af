// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// The events of Gemini Live.
    ///
    /// Source: google-genai (Python), `LiveClientMessage` and `LiveServerMessage`.
    /// Events have no `type`: one is named for its first member in this order; what `serverContent` means depends on
    /// what is in it.
    static let gemini = VocabularyTable(
        .gemini,
        client: """
            setup         | session.update            | setup*:object setup.model*:string
                          |                           | setup.generationConfig:object setup.systemInstruction:any
                          |                           | setup.tools:array setup.inputAudioTranscription:object
                          |                           | setup.outputAudioTranscription:object
                          |                           | setup.realtimeInputConfig:object
                          |                           | setup.sessionResumption:object
                          |                           | setup.contextWindowCompression:object
            clientContent | conversation.item.create  | clientContent*:object clientContent.turns:array
                          |                           | clientContent.turnComplete:boolean
            realtimeInput | input_audio_buffer.append | realtimeInput*:object realtimeInput.audio:object
                          |                           | realtimeInput.video:object realtimeInput.text:string
                          |                           | realtimeInput.mediaChunks:array
                          |                           | realtimeInput.audioStreamEnd:boolean
                          |                           | realtimeInput.activityStart:object
                          |                           | realtimeInput.activityEnd:object
            toolResponse  | conversation.item.create  | toolResponse*:object toolResponse.functionResponses*:array
            """,
        server: """
            setupComplete           | session.created                       | setupComplete*:object
                                    |                                       | setupComplete.sessionId:string
            serverContent           | -                                     | serverContent*:object
                                    |                                       | serverContent.modelTurn:object
                                    |                                       | serverContent.turnComplete:boolean
                                    |                                       | serverContent.generationComplete:boolean
                                    |                                       | serverContent.interrupted:boolean
                                    |                                       | serverContent.inputTranscription:object
                                    |                                       | serverContent.outputTranscription:object
                                    |                                       | serverContent.groundingMetadata:object
                                    |                                       | usageMetadata:object
            toolCall                | response.function_call_arguments.done | toolCall*:object
                                    |                                       | toolCall.functionCalls*:array
                                    |                                       | usageMetadata:object
            toolCallCancellation    | =                                     | toolCallCancellation*:object
                                    |                                       | toolCallCancellation.ids*:array
            goAway                  | =                                     | goAway*:object goAway.timeLeft:string
            sessionResumptionUpdate | =                                     | sessionResumptionUpdate*:object
                                    |                                       | sessionResumptionUpdate.newHandle:string
                                    |                                       | sessionResumptionUpdate.resumable:boolean
            voiceActivity           | =                                     | voiceActivity*:object
                                    |                                       | voiceActivity.voiceActivityType:string
            usageMetadata           | =                                     | usageMetadata*:object
                                    |                                       | usageMetadata.promptTokenCount:integer
                                    |                                       | usageMetadata.responseTokenCount:integer
                                    |                                       | usageMetadata.totalTokenCount:integer
            """
    )
}
