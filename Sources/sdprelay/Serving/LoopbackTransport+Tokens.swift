// SPDX-License-Identifier: MIT

internal import Cryptography
internal import JSONText
internal import Loopback
internal import Providers
internal import TextCoding

/// Client secrets, and what comes with them.
extension LoopbackTransport {
    /// How long a client secret lives unless the caller says otherwise, in seconds; as at OpenAI.
    private static let usualLifetime = 600

    /// Answers a request for a client secret: `{"value", "expires_at", "session"}`, as OpenAI does.
    func mint(_ body: [UInt8], for provider: ConfiguredProvider) -> UpstreamResponse {
        guard let object = (try? JSONDocument(parsing: body))?.object else {
            return Self.failure(400, "invalid_request", "The request is no JSON object.")
        }
        let lifetime: Int
        switch Self.lifetime(object["expires_after"], in: object.document) {
        case .success(let seconds): lifetime = seconds ?? Self.usualLifetime
        case .failure(let mistake): return Self.failure(400, "invalid_value", mistake.message, param: mistake.param)
        }
        let session = object.raw("session").map(Array.init) ?? []
        guard session.count <= LoopbackTokens.maximumSessionBytes else {
            let limit =
                "A token holds a session of at most \(LoopbackTokens.maximumSessionBytes) bytes, not \(session.count): "
            return Self.failure(
                400,
                "session_too_large",
                limit + "send the rest with session.update.",
                param: "session"
            )
        }
        guard let token = tokens.mint(for: provider.fingerprint, session: session, lifetime: lifetime),
            let id = RandomBytes.make(18)
        else { return Self.failure(503, "no_memory", "There is no memory for a token.") }
        var writer = JSONObjectWriter(capacity: 1024 + session.count)
        writer.write("value", token.text)
        writer.write("expires_at", Int(token.expiresAt))
        let name = "sess_" + Base64.encodeURLSafe(id)
        writer.write("session", raw: LoopbackSession.text(id: name, asked: session.isEmpty ? [] : [session]))
        return UpstreamResponse(status: 200, body: writer.finish())
    }

    private struct Mistake: Error {
        var message: String
        var param: String
    }

    /// The seconds of `{"anchor": "created_at", "seconds": …}`; nil if nothing is said.
    private static func lifetime(_ node: JSONNode?, in document: JSONDocument) -> Result<Int?, Mistake> {
        guard let node, node.kind != .null else { return .success(nil) }
        guard let object = JSONObjectView(node, in: document) else {
            return .failure(Mistake(message: "expires_after is no object.", param: "expires_after"))
        }
        if let anchor = object["anchor"], !document.isString(anchor, "created_at") {
            let message = "Expiry is counted from \"created_at\" only."
            return .failure(Mistake(message: message, param: "expires_after.anchor"))
        }
        guard let value = object["seconds"] else { return .success(nil) }
        let range = LoopbackProvider.clientSecretSeconds
        guard let seconds = document.integer(value), range.contains(seconds) else {
            let message = "A token lives \(range.lowerBound) to \(range.upperBound) seconds."
            return .failure(Mistake(message: message, param: "expires_after.seconds"))
        }
        return .success(seconds)
    }

    // MARK: Callers' tokens

    /// The token that a request shows; nil if it shows none.
    static func token(of request: borrowing UpstreamRequest) -> Substring? {
        let start = "Authorization: Bearer " + LoopbackTokens.prefix
        return request.fields.first { $0.hasPrefix(start) }?.dropFirst(start.count)
    }

    /// The refusal of a token; nil if it is good for what is asked.
    static func refusal(of finding: LoopbackTokens.Finding, endsCall: Bool) -> UpstreamResponse? {
        switch finding {
        case .good: nil
        // Whoever began a call may end it.
        case .expired where endsCall: nil
        case .expired: failure(401, "token_expired", "The token has expired: mint another one.")
        case .unknown: failure(401, "invalid_api_key", "The token is none that this loopback has minted.")
        }
    }
}
