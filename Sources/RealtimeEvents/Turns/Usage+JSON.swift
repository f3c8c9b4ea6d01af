// SPDX-License-Identifier: MIT

internal import JSONText

extension Usage {
    /// A JSON object in the shape of OpenAI's current API; what is not known is left out.
    public var json: [UInt8] {
        var writer = JSONObjectWriter()
        writer.writeIfPresent("total_tokens", totalTokens)
        writer.writeIfPresent("input_tokens", inputTokens)
        writer.writeIfPresent("output_tokens", outputTokens)
        writer.writeUnlessEmpty("input_token_details", inputDetails)
        writer.writeUnlessEmpty("output_token_details", outputDetails)
        writer.writeIfPresent("seconds", seconds)
        return writer.finish()
    }

    private var inputDetails: JSONObjectWriter {
        var cached = JSONObjectWriter()
        cached.writeIfPresent("text_tokens", cachedTextTokens)
        cached.writeIfPresent("audio_tokens", cachedAudioTokens)
        cached.writeIfPresent("image_tokens", cachedImageTokens)
        var details = JSONObjectWriter()
        details.writeIfPresent("text_tokens", inputTextTokens)
        details.writeIfPresent("audio_tokens", inputAudioTokens)
        details.writeIfPresent("image_tokens", inputImageTokens)
        details.writeIfPresent("cached_tokens", cachedTokens)
        details.writeUnlessEmpty("cached_tokens_details", cached)
        return details
    }

    private var outputDetails: JSONObjectWriter {
        var details = JSONObjectWriter()
        details.writeIfPresent("text_tokens", outputTextTokens)
        details.writeIfPresent("audio_tokens", outputAudioTokens)
        details.writeIfPresent("image_tokens", outputImageTokens)
        details.writeIfPresent("reasoning_tokens", reasoningTokens)
        details.writeIfPresent("citation_tokens", citationTokens)
        details.writeIfPresent("num_search_queries", searches)
        details.writeIfPresent("accepted_prediction_tokens", acceptedPredictionTokens)
        details.writeIfPresent("rejected_prediction_tokens", rejectedPredictionTokens)
        return details
    }
}

extension JSONObjectWriter {
    /// Writes an object member, unless the object has no members.
    mutating func writeUnlessEmpty(_ name: StaticString, _ object: JSONObjectWriter) {
        if !object.isEmpty { write(name, raw: object.finish()) }
    }
}
