// SPDX-License-Identifier: MIT

/// A STUN or TURN server that clients are told of.
public struct ICEServer: Sendable {
    /// How clients show who they are to it.
    public enum Access: Sendable {
        /// Not at all, as with STUN.
        case none
        /// With a name and a password that are the same for all.
        case password(username: String, credential: String)
        /// With a name that says when it ends and its HMAC-SHA-1, as coturn's `use-auth-secret` has it
        /// (https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00).
        case sharedSecret(String, lifetime: Duration)
    }

    /// `stun:`, `stuns:`, `turn:` and `turns:` URIs (RFC 7064, RFC 7065).
    public let urls: [String]
    /// How clients show who they are.
    public let access: Access

    /// Describes a server.
    public init(urls: [String], access: Access = .none) {
        self.urls = urls
        self.access = access
    }
}
