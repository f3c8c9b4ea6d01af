// SPDX-License-Identifier: MIT

/// The credential that goes upstream.
public enum UpstreamCredential: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// One of the relay's own keys.
    case relayKey(String)
    /// An ephemeral token that the relay has had minted with its own key for this exchange.
    case mintedToken(String)
    /// The caller's own ephemeral token (`ek_…`).
    case callerToken(String)
    /// No credential at all: a local server without access control.
    case none

    /// Whether the caller brought the credential.
    public var isCallers: Bool {
        if case .callerToken = self { true } else { false }
    }

    /// The text of the credential: for the request that it authenticates and for scrubbing it out of anything else.
    public var secretText: String? {
        switch self {
        case .relayKey(let secret), .mintedToken(let secret), .callerToken(let secret): secret
        case .none: nil
        }
    }

    /// The field line that carries the credential; ephemeral tokens are bearer tokens everywhere.
    func field(_ authentication: Authentication) -> String? {
        switch self {
        case .relayKey(let secret): authentication.field(secret)
        case .mintedToken(let token), .callerToken(let token): Authentication.bearer.field(token)
        case .none: nil
        }
    }

    /// The kind of credential, never its text.
    public var description: String {
        switch self {
        case .relayKey: "relay key"
        case .mintedToken: "minted token"
        case .callerToken: "caller token"
        case .none: "none"
        }
    }

    /// The kind of credential, never its text.
    public var debugDescription: String { description }

    /// Shows the kind of credential, never its text.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
