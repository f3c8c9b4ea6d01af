// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Usage of several turns")
struct UsageTests {
    private func usage(_ json: String) throws -> Usage {
        let text = #"{"type":"response.done","response":{"usage":\#(json)}}"#
        return try #require(try event(text, .server).usage)
    }

    @Test("What none of them tells stays untold, what one tells counts")
    func absentStaysAbsent() throws {
        let sum = try #require(
            Usage.sum([
                usage(#"{"total_tokens":1,"input_token_details":{"cached_tokens":0}}"#),
                usage(#"{"total_tokens":2,"seconds":0.5}"#),
            ])
        )
        #expect(sum.json.text == #"{"total_tokens":3,"input_token_details":{"cached_tokens":0},"seconds":0.5}"#)
        #expect(Usage.sum([]) == nil)
    }

    @Test("Every detail is added, and written where the wire has it")
    func everyDetail() throws {
        let text =
            #"{"total_tokens":1,"input_tokens":2,"output_tokens":3,"#
            + #""input_token_details":{"text_tokens":4,"audio_tokens":5,"image_tokens":6,"cached_tokens":7,"#
            + #""cached_tokens_details":{"text_tokens":8,"audio_tokens":9,"image_tokens":10}},"#
            + #""output_token_details":{"text_tokens":11,"audio_tokens":12,"image_tokens":13,"reasoning_tokens":14,"#
            + #""citation_tokens":15,"num_search_queries":16,"accepted_prediction_tokens":17,"#
            + #""rejected_prediction_tokens":18},"seconds":0.75}"#
        let one = try usage(text)
        #expect(one.json.text == text)
        let numbers = text.matches(of: /[0-9.]+/).compactMap { Double($0.output) }
        let sum = try #require(Usage.sum([one, one])).json.text
        #expect(sum.matches(of: /[0-9.]+/).compactMap { Double($0.output) } == numbers.map { $0 * 2 })
    }

    @Test("A count that cannot be is no reason to stop")
    func hugeCounts() throws {
        let huge = try usage(#"{"total_tokens":9223372036854775807}"#)
        #expect(Usage.sum([huge, huge])?.totalTokens == .max)
    }
}
