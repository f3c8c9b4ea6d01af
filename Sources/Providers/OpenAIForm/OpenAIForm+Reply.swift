// SPDX-License-Identifier: MIT

internal import JSONText

extension OpenAIForm {
    /// Reads a response: an answer, a JSON text or a failure.
    static func reply(
        from response: UpstreamResponse,
        to operation: Operation,
        legacyMode: LegacyMode
    ) -> ProviderReply {
        guard (200..<300).contains(response.status) else {
            return .failure(UpstreamErrorReport(reading: response))
        }
        switch operation {
        case .call, .legacyCall:
            return .answer(sdp: response.body, callID: callID(location: response.fields.value(of: "location")))
        case .clientSecret:
            return .json(response.body)
        case .legacySession, .legacyTranscriptionSession:
            return .json(legacyMode == .beta ? response.body : betaSession(from: response.body))
        }
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
        guard (1...200).contains(end - start), text.extracting(start..<end).isSafePathSegment else { return nil }
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

extension Span<UInt8> {
    /// Whether the bytes are unreserved characters and not the segments `.` or `..`, which mean other places.
    fileprivate var isSafePathSegment: Bool {
        var hasOther = false
        for position in indices {
            guard PercentEncoding.isUnreserved(self[position]) else { return false }
            if self[position] != UInt8(ascii: ".") { hasOther = true }
        }
        return hasOther || count > 2
    }
}
