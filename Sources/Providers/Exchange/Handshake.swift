// SPDX-License-Identifier: MIT

/// In which form an offer travels upstream.
public enum Handshake: String, Hashable, Sendable, CaseIterable {
    /// `multipart/form-data` with the parts `sdp` and `session`.
    case multipart
    /// The offer alone, as `application/sdp`.
    case raw
    /// A JSON object with the offer in it.
    case json
    /// A client secret is minted with the session, then the offer goes up alone with it.
    case twoStep = "two-step"
}

/// How the beta routes are carried upstream.
public enum LegacyMode: String, Hashable, Sendable, CaseIterable {
    /// Over the provider's current endpoints, with the session rewritten to the current shape.
    case ga
    /// Over the provider's own beta endpoints, as they came.
    case beta
}
