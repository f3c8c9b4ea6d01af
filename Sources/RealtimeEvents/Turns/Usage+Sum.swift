// SPDX-License-Identifier: MIT

extension Usage {
    /// All tokens, as told, else those of input and output together; nil if neither is told.
    public var tokens: Int? {
        if let totalTokens { return totalTokens }
        guard inputTokens != nil || outputTokens != nil else { return nil }
        // A count that a server makes up must not end the process.
        let (sum, overflow) = (inputTokens ?? 0).addingReportingOverflow(outputTokens ?? 0)
        return overflow ? .max : sum
    }

    /// Adds up what each of them tells; what none of them tells stays nil, and nil for none.
    public static func sum(_ usages: some Sequence<Usage>) -> Usage? {
        usages.reduce(nil) { sum, usage in
            guard var sum else { return usage }
            sum.add(usage)
            return sum
        }
    }

    private static var counts: [WritableKeyPath<Usage, Int?>] {
        [
            \.totalTokens, \.inputTokens, \.outputTokens,
            \.inputTextTokens, \.inputAudioTokens, \.inputImageTokens,
            \.cachedTokens, \.cachedTextTokens, \.cachedAudioTokens, \.cachedImageTokens,
            \.outputTextTokens, \.outputAudioTokens, \.outputImageTokens,
            \.reasoningTokens, \.citationTokens, \.searches, \.acceptedPredictionTokens, \.rejectedPredictionTokens,
        ]
    }

    private mutating func add(_ other: Usage) {
        for count in Self.counts {
            guard let added = other[keyPath: count] else { continue }
            // A count that a server makes up must not end the process.
            let (sum, overflow) = (self[keyPath: count] ?? 0).addingReportingOverflow(added)
            self[keyPath: count] = overflow ? .max : sum
        }
        if let added = other.seconds { seconds = (seconds ?? 0) + added }
    }
}
