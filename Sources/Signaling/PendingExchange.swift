// SPDX-License-Identifier: MIT

internal import Providers

/// What the reply to a request is judged by, kept while it is awaited.
struct PendingExchange {
    let operation: Operation
    let provider: ConfiguredProvider
    /// Whose refusal a 401 is.
    let credential: UpstreamCredential
    /// How many media sections the answer must have; nil where JSON is expected.
    let offeredMediaSections: Int?
}
