// SPDX-License-Identifier: MIT

internal import HTTPServer

/// Which pages may call the relay (https://fetch.spec.whatwg.org/#http-cors-protocol).
public struct CORSPolicy: Hashable, Sendable {
    /// A pattern for origins.
    enum Pattern: Hashable, Sendable {
        /// `*`
        case any
        /// `https://app.example`
        case exact(String)
        /// `http://localhost:*`
        case anyPort(String)
    }

    /// Pages on this machine: the safe default where the relay asks callers for no credential.
    public static let defaultOrigins = ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"]

    static let allowedHeaders =
        "authorization, api-key, content-type, if-match, openai-beta, openai-organization, openai-project, "
        + "openai-safety-identifier, x-openai-agents-sdk, x-client-request-id, x-requested-with, idempotency-key, "
        + [
            "arch", "async", "custom-poll-interval", "helper", "helper-method", "lang", "os", "package-version",
            "poll-helper", "raw-response", "read-timeout", "retry-count", "runtime", "runtime-version", "timeout",
        ].map { "x-stainless-" + $0 }.joined(separator: ", ")

    static let exposedHeaders =
        "location, etag, link, x-request-id, x-upstream-request-id, retry-after, retry-after-ms, x-should-retry, "
        + "sdprelay-warning, openai-processing-ms, "
        + ["limit", "remaining", "reset"].flatMap { kind in
            ["requests", "tokens"].map { "x-ratelimit-\(kind)-\($0)" }
        }.joined(separator: ", ")

    private let patterns: [Pattern]

    /// Takes origins as the configuration has them: `*`, an origin, or an origin with `*` for its port.
    ///
    /// - Parameter origins: The patterns; nil for the default.
    public init(origins: [String]? = nil) {
        patterns = (origins ?? Self.defaultOrigins).map(Self.pattern)
    }

    /// Whether a text is a pattern that ``init(origins:)`` understands.
    public static func isValidPattern(_ text: String) -> Bool {
        switch pattern(text) {
        case .any: true
        case .exact(let origin), .anyPort(let origin): isOrigin(origin)
        }
    }

    /// Whether a page of this origin may call.
    func allows(_ origin: String) -> Bool {
        patterns.contains { pattern in
            switch pattern {
            case .any: true
            case .exact(let exact): origin == exact
            case .anyPort(let host): origin == host || Self.hasPortAfter(host, origin)
            }
        }
    }

    private static func pattern(_ text: String) -> Pattern {
        if text == "*" { return .any }
        return text.hasSuffix(":*") ? .anyPort(String(text.dropLast(2))) : .exact(text)
    }

    private static func hasPortAfter(_ host: String, _ origin: String) -> Bool {
        guard origin.hasPrefix(host + ":") else { return false }
        let port = origin.dropFirst(host.count + 1)
        return !port.isEmpty && port.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    private static func isOrigin(_ text: String) -> Bool {
        for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
            let authority = text.dropFirst(scheme.count)
            return !authority.isEmpty && !authority.contains { "/?#@* ".contains($0) }
        }
        return false
    }
}
