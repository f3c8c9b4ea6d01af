// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Beta sessions in the current shape")
struct BetaSessionTests {
    private func rewritten(_ text: String, _ shape: RealtimeSession.Shape = .realtime) throws -> String {
        String(decoding: try BetaSession(rewriting: Array(text.utf8), shape: shape).session, as: UTF8.self)
    }

    @Test(
        "each member finds its new place",
        arguments: [
            (#"{"voice":"alloy"}"#, #"{"type":"realtime","audio":{"output":{"voice":"alloy"}}}"#),
            (#"{"speed":1.10}"#, #"{"type":"realtime","audio":{"output":{"speed":1.10}}}"#),
            (
                #"{"output_audio_format":"g711_ulaw"}"#,
                #"{"type":"realtime","audio":{"output":{"format":{"type":"audio/pcmu"}}}}"#
            ),
            (
                #"{"input_audio_format":"g711_alaw"}"#,
                #"{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcma"}}}}"#
            ),
            (
                #"{"input_audio_format":"pcm16"}"#,
                #"{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcm","rate":24000}}}}"#
            ),
            (
                #"{"output_audio_format":{"type":"audio/pcm","rate":24000}}"#,
                #"{"type":"realtime","audio":{"output":{"format":{"type":"audio/pcm","rate":24000}}}}"#
            ),
            (#"{"input_audio_format":"opus"}"#, #"{"type":"realtime","audio":{"input":{"format":"opus"}}}"#),
            (
                #"{"input_audio_transcription":{"model":"whisper-1"}}"#,
                #"{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}"#
            ),
            (
                #"{"input_audio_noise_reduction":{"type":"near_field"}}"#,
                #"{"type":"realtime","audio":{"input":{"noise_reduction":{"type":"near_field"}}}}"#
            ),
            (
                #"{"turn_detection":{"type":"server_vad","threshold":0.50}}"#,
                #"{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.50}}}}"#
            ),
            (#"{"turn_detection":null}"#, #"{"type":"realtime","audio":{"input":{"turn_detection":null}}}"#),
            (#"{"modalities":["text"]}"#, #"{"type":"realtime","output_modalities":["text"]}"#),
            (#"{"modalities":["audio","text"]}"#, #"{"type":"realtime","output_modalities":["audio"]}"#),
            (#"{"modalities":["text", "audio"]}"#, #"{"type":"realtime","output_modalities":["audio"]}"#),
            (#"{"modalities":[]}"#, #"{"type":"realtime","output_modalities":[]}"#),
            (#"{"modalities":"audio"}"#, #"{"type":"realtime","output_modalities":"audio"}"#),
            (#"{"max_response_output_tokens":"inf"}"#, #"{"type":"realtime","max_output_tokens":"inf"}"#),
            (#"{"max_response_output_tokens":4096}"#, #"{"type":"realtime","max_output_tokens":4096}"#),
            (#"{"temperature":0.8}"#, #"{"type":"realtime"}"#),
            (#"{"client_secret":{"expires_after":{}}}"#, #"{"type":"realtime"}"#),
            (#"{"\u0076oice":"v"}"#, #"{"type":"realtime","audio":{"output":{"voice":"v"}}}"#),
        ]
    )
    func rename(_ beta: String, _ current: String) throws {
        #expect(try rewritten(beta) == current)
    }

    @Test("input and output meet in one audio member behind the rest, each byte of that kept")
    func together() throws {
        let beta = #"""
            {"type":"realtime", "model":"m", "voice" : "alloy", "instructions":"a\u0041\n", "tools":[ {"a":1.0} ],
             "tool_choice":"auto", "input_audio_format":"pcm16", "speed":1.5, "turn_detection":{ "type" : "none" }}
            """#
        #expect(
            try rewritten(beta)
                == #"{"type":"realtime", "model":"m", "instructions":"a\u0041\n", "tools":[ {"a":1.0} ],"#
                + "\n " + #""tool_choice":"auto","audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"#
                + #""turn_detection":{ "type" : "none" }},"output":{"voice":"alloy","speed":1.5}}}"#
        )
    }

    @Test(
        "members of both shapes and unknown ones are handed on",
        arguments: [
            #"{"type":"realtime","model":"m","instructions":"x","tools":[],"tracing":"auto","prompt":{"id":"p"},"include":["a"]}"#,
            #"{"type":"realtime","output_modalities":["text"],"max_output_tokens":5,"unknown":{"voice":"x"}}"#,
            #"{"type":"realtime"}"#,
        ]
    )
    func handedOn(_ text: String) throws {
        #expect(try rewritten(text) == text)
    }

    @Test("a session with audio is in the current shape: flat members stay for the provider to refuse")
    func currentShape() throws {
        let text = #"{"type":"realtime","audio":{"output":{"voice":"v"}},"voice":"w","speed":1,"turn_detection":null}"#
        #expect(try rewritten(text) == text)
        #expect(
            try rewritten(#"{"audio":null,"voice":"w"}"#) == #"{"type":"realtime","audio":{"output":{"voice":"w"}}}"#
        )
    }

    @Test("a transcription has no output modalities")
    func transcription() throws {
        let beta = #"{"modalities":["text"],"input_audio_transcription":{"model":"t"},"include":[]}"#
        #expect(
            try rewritten(beta, .transcription)
                == #"{"type":"transcription","include":[],"audio":{"input":{"transcription":{"model":"t"}}}}"#
        )
    }

    @Test("the expiry of the client secret is taken out of the session")
    func expiry() throws {
        func expiry(_ text: String) throws -> [UInt8]? {
            try BetaSession(rewriting: Array(text.utf8), shape: .realtime).expiresAfter
        }
        let expected = Array(#"{"anchor":"created_at","seconds":60}"#.utf8)
        #expect(
            try expiry(#"{"client_secret":{"expires_after":{"anchor":"created_at","seconds":60}}}"#) == expected
        )
        #expect(try expiry(#"{"client_secret":null}"#) == nil)
        #expect(try expiry("{}") == nil)
    }

    @Test("a text that is no JSON is refused")
    func notJSON() {
        #expect(throws: SessionError.notJSON(offset: 1, reason: "unexpected_end")) { try rewritten("{") }
    }
}
