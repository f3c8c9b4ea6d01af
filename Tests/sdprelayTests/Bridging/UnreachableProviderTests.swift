// SPDX-License-Identifier: MIT

import Bridge
import Signaling
import Testing
import WebRTC

@testable import sdprelay

@Suite("A provider to which there is no way")
struct UnreachableProviderTests {
    @Test(
        "is an answer that is invalid, with the reason; a setting is named only where it would help",
        arguments: [
            (UnreachablePeerError.noCandidates, "has no candidates", false),
            (.refusedCandidates, "private or loopback addresses only", true),
            (.unusableCandidates, "no candidate that the relay has a socket for", false),
        ]
    )
    func message(_ reason: UnreachablePeerError, _ words: String, namesSetting: Bool) {
        let error = RelayError(.unreachableProvider(reason), provider: "openai")
        #expect(error.code == .invalidUpstreamAnswer)
        #expect(error.status == 502)
        #expect(error.message.contains(words))
        #expect(error.message.contains("`allow_private_candidates`") == namesSetting)
        #expect(!error.message.contains("\n"))
    }
}
