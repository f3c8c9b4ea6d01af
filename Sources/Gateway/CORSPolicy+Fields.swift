// SPDX-License-Identifier: MIT

internal import HTTPServer

extension CORSPolicy {
    /// What a request's `Origin` means for its answer.
    enum Verdict: Hashable {
        /// No page is asking, or one of the relay's own.
        case notCrossOrigin
        /// A page that may call.
        case allowed(String)
        /// A page that may not.
        case refused
    }

    /// Judges a request.
    func verdict(on head: RequestHead) -> Verdict {
        guard let origin = head.value(of: "origin") else { return .notCrossOrigin }
        if allows(origin) { return .allowed(origin) }
        // A page that the relay itself serves is not cross-origin; `Host` tells where it came from. A name does not
        // tell: a page of anyone's can have its name resolve to this machine afterwards (DNS rebinding), so that
        // pages on names are for the configuration to allow.
        if let host = head.value(of: "host"), Self.isAddress(host),
            origin == "http://" + host || origin == "https://" + host
        {
            return .notCrossOrigin
        }
        return .refused
    }

    /// Whether a `Host` is an IP address, or `localhost`, with or without a port.
    private static func isAddress(_ host: String) -> Bool {
        // Only an IPv6 address stands in brackets.
        if host.hasPrefix("[") { return true }
        let name = host.prefix { $0 != ":" }
        return name == "localhost" || IPAddress(name) != nil
    }

    /// Adds the fields that let a page read an answer.
    func addFields(for verdict: Verdict, to fields: inout HTTPFields) {
        guard case .allowed(let origin) = verdict else { return }
        fields.append("Access-Control-Allow-Origin", origin)
        fields.append("Access-Control-Expose-Headers", Self.exposedHeaders)
        fields.append("Vary", "Origin")
    }

    /// Answers a preflight of an allowed origin.
    func preflight(_ head: RequestHead, route: Route, verdict: Verdict) -> HTTPResponse {
        var fields = HTTPFields()
        fields.append("Allow", route.allow)
        if case .allowed(let origin) = verdict {
            fields.append("Access-Control-Allow-Origin", origin)
            fields.append("Access-Control-Allow-Methods", route.allow)
            fields.append("Access-Control-Allow-Headers", Self.allowedHeaders)
            fields.append("Access-Control-Max-Age", "86400")
            if head.value(of: "access-control-request-private-network") == "true" {
                fields.append("Access-Control-Allow-Private-Network", "true")
            }
            fields.append("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
        }
        return HTTPResponse(status: 204, fields: fields)
    }
}
