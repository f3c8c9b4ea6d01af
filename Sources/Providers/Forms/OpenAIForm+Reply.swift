// SPDX-License-Identifier: MIT

internal import JSONText

extension OpenAIForm {
    /// Reads a response: an answer, a JSON text or a failure.
    static func reply(
        from response: UpstreamResponse,
        to step: ExchangeStep,
        of provider: ConfiguredProvider
    ) -> ProviderReply {
        guard (200..<300).contains(response.status) else {
            return .failure(UpstreamErrorReport(reading: response, shapes: provider.provider.facts.errorShapes))
        }
        guard !step.isMinting else { return minted(response.body) }
        switch step.operation {
        case .call, .legacyCall, .translationCall:
            return answer(in: response)
        case .liveSession:
            return liveSession(response.body)
        case .clientSecret, .translationClientSecret:
            return .json(response.body)
        case .legacySession, .legacyTranscriptionSession:
            return .json(provider.legacyMode == .beta ? response.body : betaSession(from: response.body))
        case .acceptCall, .hangUpCall, .referCall, .rejectCall, .acceptLive, .hangUpLive, .referLive, .rejectLive:
            return .done
        }
    }

    /// An answer, and the id of its call in `Location`.
    static func answer(in response: UpstreamResponse) -> ProviderReply {
        .answer(sdp: response.body, callID: callID(location: response.fields.value(of: "location")))
    }

    private static func minted(_ body: [UInt8]) -> ProviderReply {
        guard let document = try? JSONDocument(parsing: body),
            let token = document.value(at: "value").flatMap(document.string),
            !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return .unusable("The upstream minted no client secret.") }
        return .minted(token)
    }

    private static func liveSession(_ body: [UInt8]) -> ProviderReply {
        guard let document = try? JSONDocument(parsing: body),
            let sdp = document.value(at: "transport", "sdp").flatMap(document.string),
            let id = document.value(at: "session", "id").flatMap(document.string), UpstreamID.isSafe(id)
        else { return .unusable("The upstream's response has no transport.sdp or no session.id.") }
        return .liveSession(body, sdp: Array(sdp.utf8), id: id)
    }

    /// The id of the call that `Location` names: its `call_id` parameter, else what follows the last slash of its path.
    ///
    /// Only an id that is safe to put into a path counts: 1–200 unreserved characters, and not `.` or `..`.
    static func callID(location: String?) -> String? {
        guard let location else { return nil }
        let text = location.utf8.span
        var start = pathStart(of: text)
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "?"), text[end] != UInt8(ascii: "#") {
            end += 1
            if text[end - 1] == UInt8(ascii: "/") { start = end }
        }
        if end < text.count, let named = namedCallID(in: text, from: end) { (start, end) = named }
        guard text.extracting(start..<end).isSafeCallID else { return nil }
        let utf8 = location.utf8
        let id = utf8.index(utf8.startIndex, offsetBy: start)..<utf8.index(utf8.startIndex, offsetBy: end)
        return String(location[id])
    }

    /// Where the path of a URL or URL reference starts: after the authority, if there is one.
    private static func pathStart(of url: Span<UInt8>) -> Int {
        var slash = 0
        while slash < url.count, url[slash] != UInt8(ascii: "/") { slash += 1 }
        guard slash > 0, slash + 1 < url.count, url[slash - 1] == UInt8(ascii: ":"), url[slash + 1] == UInt8(ascii: "/")
        else { return 0 }
        var path = slash + 2
        while path < url.count, url[path] != UInt8(ascii: "/") { path += 1 }
        return path
    }

    /// The value of `call_id=` in the query that starts at `query`.
    private static func namedCallID(in url: Span<UInt8>, from query: Int) -> (start: Int, end: Int)? {
        var start = query + 1
        while start <= url.count, url[start - 1] != UInt8(ascii: "#") {
            var end = start
            while end < url.count, url[end] != UInt8(ascii: "&"), url[end] != UInt8(ascii: "#") { end += 1 }
            let name = start..<min(start + 8, end)
            if ASCIICase.equal(url, name, lowercased: "call_id=") { return (name.upperBound, end) }
            start = end + 1
        }
        return nil
    }

    /// A client secret in the shape of the beta: the session with `client_secret` inside.
    ///
    /// A text that is no client secret is handed on as it is.
    private static func betaSession(from body: [UInt8]) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: body),
            let value = document.value(at: "value"), let expiry = document.value(at: "expires_at"),
            let session = document.value(at: "session"), session.kind == .object,
            let inner = try? JSONDocument(parsing: Array(document.raw(session)))
        else { return body }
        var secret = JSONObjectWriter(capacity: 128)
        secret.write("value", raw: document.raw(value))
        secret.write("expires_at", raw: document.raw(expiry))
        var edit = JSONEdit(of: inner)
        if let present = inner.member("client_secret", of: inner.root) {
            edit.replace(present, with: secret.finish())
        } else {
            edit.insert("client_secret", value: secret.finish(), into: inner.root)
        }
        return edit.applied()
    }
}
