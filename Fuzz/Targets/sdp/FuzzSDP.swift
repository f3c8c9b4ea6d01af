// SPDX-License-Identifier: MIT

internal import SDP

/// What parses serialises to the same bytes, the two ways to check an offer agree, and what is answered is an answer.
@c(LLVMFuzzerTestOneInput)
public func fuzzSDP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let description = try? SessionDescription.parse(input.span) {
        precondition(description.serialized == input, "serialising has changed the bytes")
        negotiate(description)
    }
    let isRefused = OfferCheck.allFindings(in: input.span).contains { $0.severity == .refusal }
    let summary = try? OfferCheck.check(input.span)
    precondition((summary == nil) == isRefused, "the verdict is not that of the findings")
    try? AnswerCheck.check(input.span, offerMediaSectionCount: summary?.mediaSectionCount ?? 2)
    return 0
}

/// Takes the input for an offer, and for the answer to one of our own.
private func negotiate(_ description: SessionDescription) {
    guard let local = peer else { preconditionFailure("the credentials of the peer are none") }
    if let answer = try? SessionAnswer(to: description, from: local) {
        let read = try? SessionDescription.parse(answer.bytes.span)
        precondition(read == answer.description, "an answer does not come back as it was written")
        let isAnswer: Void? = try? AnswerCheck.check(
            answer.bytes.span,
            offerMediaSectionCount: description.mediaSections.count
        )
        precondition(isAnswer != nil && answer.session.audio != nil, "an answer is none")
    }
    _ = try? SessionOffer(from: local).session(from: description)
}

private let peer: LocalPeer? = {
    guard let credentials = ICECredentials(ufrag: "abcd", pwd: "abcdefghijklmnopqrstuv") else { return nil }
    var peer = LocalPeer(
        credentials: credentials,
        fingerprint: Fingerprint(hashFunction: "sha-256", bytes: [UInt8](repeating: 1, count: 32)),
        candidates: ["1 1 udp 1 192.0.2.1 5000 typ host"],
        sessionID: 1,
        cname: "c",
        audio: .audio(ssrc: 1, trackID: "a")
    )
    peer.video = .video(ssrc: 2, trackID: "v")
    return peer
}()
