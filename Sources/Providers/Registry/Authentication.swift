// SPDX-License-Identifier: MIT

/// How a provider wants to be told who is asking.
public enum Authentication: String, Hashable, Sendable, CaseIterable {
    /// `Authorization: Bearer …` (RFC 6750 section 2.1).
    case bearer
    /// `Authorization: Basic …`, where the key is the whole credential already (RFC 7617).
    case basic
    /// `Authorization: Token …`.
    case token
    /// `api-key: …`.
    case apiKey = "api-key"
    /// `xi-api-key: …`.
    case elevenLabsKey = "xi-api-key"
    /// `x-goog-api-key: …`.
    case googleKey = "x-goog-api-key"
    /// A key in the query of the WebSocket's URL.
    case query
    /// AWS Signature Version 4.
    case awsSignature = "aws-sigv4"

    /// The field line that carries a key; nil where it does not travel in a field.
    func field(_ secret: String) -> String? {
        switch self {
        case .bearer: "Authorization: Bearer " + secret
        case .basic: "Authorization: Basic " + secret
        case .token: "Authorization: Token " + secret
        case .apiKey: "api-key: " + secret
        case .elevenLabsKey: "xi-api-key: " + secret
        case .googleKey: "x-goog-api-key: " + secret
        case .query, .awsSignature: nil
        }
    }
}
