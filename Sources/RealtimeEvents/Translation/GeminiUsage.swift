// SPDX-License-Identifier: MIT

internal import JSONText

/// Counts of tokens: what Gemini does not tell stays untold.
enum GeminiUsage {
    /// `usageMetadata` as the `usage` of a response; nil without it.
    static func current(_ event: RealtimeEvent) -> [UInt8]? {
        guard let metadata = event.object(.usage) else { return nil }
        var usage = JSONObjectWriter()
        usage.writeIfPresent("total_tokens", metadata.integer("totalTokenCount"))
        usage.writeIfPresent("input_tokens", metadata.integer("promptTokenCount"))
        usage.writeIfPresent("output_tokens", metadata.integer("responseTokenCount"))
        var input = details(metadata, "promptTokensDetails")
        input.writeIfPresent("cached_tokens", metadata.integer("cachedContentTokenCount"))
        if !input.isEmpty { usage.write("input_token_details", raw: input.finish()) }
        var output = details(metadata, "responseTokensDetails")
        output.writeIfPresent("reasoning_tokens", metadata.integer("thoughtsTokenCount"))
        if !output.isEmpty { usage.write("output_token_details", raw: output.finish()) }
        return usage.finish()
    }

    /// What the `usage` of a response has no place for.
    static func unsaid(_ event: RealtimeEvent) -> [TranslationRemainder] {
        guard let metadata = event.object(.usage) else { return [] }
        let path = "usageMetadata"
        var remainder = metadata.unsaid(
            path,
            besides: [
                "totalTokenCount", "promptTokenCount", "responseTokenCount", "promptTokensDetails",
                "responseTokensDetails", "cachedContentTokenCount", "thoughtsTokenCount",
            ]
        )
        for name: StaticString in ["promptTokensDetails", "responseTokensDetails"] {
            for (index, node) in metadata.elements(name).enumerated() {
                let modality = JSONObjectView(node, in: metadata.document)?.string("modality")
                guard !modalities.contains(where: { $0.name == modality }) else { continue }
                remainder.append(TranslationRemainder("\(path).\(name).\(index)", metadata.document.raw(node)))
            }
        }
        return remainder
    }

    /// What `usageMetadata` has no place for.
    static func unsaid(ofResponse usage: JSONObjectView?) -> [TranslationRemainder] {
        guard let usage else { return [] }
        let path = "response.usage"
        let input = usage.object("input_token_details")
        let output = usage.object("output_token_details")
        let totals: [StaticString] = ["input_tokens", "output_tokens", "total_tokens"]
        let details: [StaticString] = ["input_token_details", "output_token_details"]
        let counts = modalities.map(\.member)
        return usage.unsaid(path, besides: totals + details)
            + (input?.unsaid("\(path).input_token_details", besides: counts + ["cached_tokens"]) ?? [])
            + (output?.unsaid("\(path).output_token_details", besides: counts + ["reasoning_tokens"]) ?? [])
    }

    /// The `usage` of a response as `usageMetadata`; nil without it.
    static func metadata(_ usage: JSONObjectView?) -> [UInt8]? {
        guard let usage else { return nil }
        var metadata = JSONObjectWriter()
        metadata.writeIfPresent("promptTokenCount", usage.integer("input_tokens"))
        metadata.writeIfPresent("responseTokenCount", usage.integer("output_tokens"))
        metadata.writeIfPresent("totalTokenCount", usage.integer("total_tokens"))
        let input = usage.object("input_token_details")
        metadata.writeIfPresent("cachedContentTokenCount", input?.integer("cached_tokens"))
        metadata.writeIfPresent(
            "thoughtsTokenCount",
            usage.object("output_token_details")?.integer("reasoning_tokens")
        )
        for (object, name) in [
            (input, "promptTokensDetails"), (usage.object("output_token_details"), "responseTokensDetails"),
        ]
            as [(JSONObjectView?, StaticString)]
        {
            let counts = modalities.compactMap { modality -> [UInt8]? in
                guard let count = object?.integer(modality.member) else { return nil }
                var writer = JSONObjectWriter()
                writer.write("modality", modality.name)
                writer.write("tokenCount", count)
                return writer.finish()
            }
            if !counts.isEmpty {
                metadata.write(name, array: counts)
            }
        }
        return metadata.finish()
    }

    private static let modalities: [(name: String, member: StaticString)] = [
        ("TEXT", "text_tokens"), ("AUDIO", "audio_tokens"), ("IMAGE", "image_tokens"),
    ]

    private static func details(_ metadata: JSONObjectView, _ name: StaticString) -> JSONObjectWriter {
        var writer = JSONObjectWriter()
        for node in metadata.elements(name) {
            guard let count = JSONObjectView(node, in: metadata.document) else { continue }
            guard let modality = modalities.first(where: { $0.name == count.string("modality") }) else { continue }
            writer.writeIfPresent(modality.member, count.integer("tokenCount"))
        }
        return writer
    }
}
