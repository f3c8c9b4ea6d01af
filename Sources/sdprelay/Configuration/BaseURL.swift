// SPDX-License-Identifier: MIT

internal import HTTPServer

/// A provider's base URL, brought to the form that request building wants.
struct BaseURL: Hashable, Sendable {
    /// Scheme, authority and path without a final slash and without the API root, which the endpoints begin with.
    let text: String
    /// Whether keys travel unencrypted.
    let isPlainHTTP: Bool
    /// Scheme and authority alone.
    let origin: String
    /// Whether the host is this machine itself.
    let isOnThisMachine: Bool

    /// What is allowed, for messages.
    static let allowed = "an http or https URL without user, query or fragment, such as \"https://api.openai.com\""

    /// Takes a URL with or without a final `/`, or the API root (such as `/v1`) or the beginning of it.
    init?(_ text: String, apiRoot: String = "/v1") {
        let scheme: String
        if text.hasPrefix("https://") {
            scheme = "https://"
        } else if text.hasPrefix("http://") {
            scheme = "http://"
        } else {
            return nil
        }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        let isClean = rest.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7f && !"?#@\\\"<>^`{|}".utf8.contains(byte)
        }
        guard isClean, let host = Self.host(of: authority) else { return nil }
        var path = rest[authority.endIndex...]
        while path.hasSuffix("/") { path = path.dropLast() }
        path = Self.without(apiRoot, path)
        while path.hasSuffix("/") { path = path.dropLast() }
        origin = scheme + authority
        self.text = origin + path
        isPlainHTTP = scheme == "http://"
        isOnThisMachine = host == "localhost" || IPAddress(host)?.isLoopback == true
    }

    /// The host of an authority with or without a port (RFC 3986 section 3.2); IPv6 stands there in brackets.
    private static func host(of authority: Substring) -> Substring? {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<bracket].dropFirst()
            rest = authority[bracket...].dropFirst()
            guard IPAddress(host)?.isIPv6 == true else { return nil }
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority[host.endIndex...]
            guard !host.isEmpty, !host.contains(where: { "[]".contains($0) }) else { return nil }
        }
        return rest.isEmpty || isPort(rest) ? host : nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.dropFirst()
        guard text.first == ":", digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return false }
        return UInt16(digits).map { $0 > 0 } ?? false
    }

    /// Takes `/openai/v1`, or `/openai`, off the end of a path.
    private static func without(_ apiRoot: String, _ path: Substring) -> Substring {
        var ending = apiRoot[...]
        while !ending.isEmpty {
            if path.hasSuffix(ending) { return path.dropLast(ending.count) }
            guard let slash = ending.lastIndex(of: "/") else { break }
            ending = ending[..<slash]
        }
        return path
    }
}
