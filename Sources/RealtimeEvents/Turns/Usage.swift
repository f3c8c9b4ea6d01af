// SPDX-License-Identifier: MIT

public import JSONText

/// What has been used, in every detail that the wire tells.
///
/// What it does not tell is nil, never zero.
public struct Usage: Hashable, Sendable {
    /// All tokens.
    public var totalTokens: Int?
    /// Input tokens of all modalities.
    public var inputTokens: Int?
    /// Output tokens of all modalities.
    public var outputTokens: Int?

    /// Input tokens of text.
    public var inputTextTokens: Int?
    /// Input tokens of audio.
    public var inputAudioTokens: Int?
    /// Input tokens of images.
    public var inputImageTokens: Int?
    /// Input tokens that were cached, of all modalities.
    public var cachedTokens: Int?
    /// Cached input tokens of text.
    public var cachedTextTokens: Int?
    /// Cached input tokens of audio.
    public var cachedAudioTokens: Int?
    /// Cached input tokens of images.
    public var cachedImageTokens: Int?

    /// Output tokens of text.
    public var outputTextTokens: Int?
    /// Output tokens of audio.
    public var outputAudioTokens: Int?
    /// Output tokens of images.
    public var outputImageTokens: Int?
    /// Output tokens that the model thought with.
    public var reasoningTokens: Int?
    /// Output tokens of citations.
    public var citationTokens: Int?
    /// How many searches were made.
    public var searches: Int?
    /// Predicted tokens that were used.
    public var acceptedPredictionTokens: Int?
    /// Predicted tokens that were not used.
    public var rejectedPredictionTokens: Int?

    /// How long the audio was, where that is what is counted: in transcription by duration and in live sessions.
    public var seconds: Double?

    /// Nothing told.
    public init() {}

    /// Reads the `usage` of a response, of a transcription or of a session; nil if it tells nothing that is known.
    public init?(_ object: JSONObjectView) {
        totalTokens = object.integer("total_tokens")
        inputTokens = object.integer("input_tokens")
        outputTokens = object.integer("output_tokens")
        seconds = object.number("seconds")
        if let input = object.object("input_token_details") ?? object.object("input_tokens_details") {
            inputTextTokens = input.integer("text_tokens")
            inputAudioTokens = input.integer("audio_tokens")
            inputImageTokens = input.integer("image_tokens")
            cachedTokens = input.integer("cached_tokens")
            let cached = input.object("cached_tokens_details")
            cachedTextTokens = cached?.integer("text_tokens")
            cachedAudioTokens = cached?.integer("audio_tokens")
            cachedImageTokens = cached?.integer("image_tokens")
        }
        if let output = object.object("output_token_details") ?? object.object("output_tokens_details") {
            outputTextTokens = output.integer("text_tokens")
            outputAudioTokens = output.integer("audio_tokens")
            outputImageTokens = output.integer("image_tokens")
            reasoningTokens = output.integer("reasoning_tokens")
            citationTokens = output.integer("citation_tokens")
            searches = output.integer("num_search_queries")
            acceptedPredictionTokens = output.integer("accepted_prediction_tokens")
            rejectedPredictionTokens = output.integer("rejected_prediction_tokens")
        }
        if self == Usage() { return nil }
    }
}

extension RealtimeEvent {
    /// What the event says has been used; nil if it says nothing of it.
    public var usage: Usage? {
        if vocabulary == .gemini {
            guard let usage = GeminiUsage.current(self), let text = try? JSONDocument(parsing: usage) else {
                return nil
            }
            return text.object.flatMap(Usage.init)
        }
        return (response?.usage ?? object(.usage)).flatMap(Usage.init)
    }
}
