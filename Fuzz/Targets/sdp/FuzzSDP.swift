// SPDX-License-Identifier: MIT

internal import SDP

/// What parses serialises to the same bytes, and the two ways to check an offer agree.
@c(LLVMFuzzerTestOneInput)
public func fuzzSDP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let description = try? SessionDescription.parse(input.span) {
        precondition(description.serialized == input, "serialising has changed the bytes")
    }
    let isRefused = OfferCheck.allFindings(in: input.span).contains { $0.severity == .refusal }
    let summary = try? OfferCheck.check(input.span)
    precondition((summary == nil) == isRefused, "the verdict is not that of the findings")
    try? AnswerCheck.check(input.span, offerMediaSectionCount: summary?.mediaSectionCount ?? 2)
    return 0
}
