// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers

/// What the relay takes from a caller's header fields.
///
/// Everything else stays behind.
enum CallerFields {
    /// Where the caller's credential stands: its bearer token, else its `api-key`, which Azure's SDKs send.
    static func credential(in head: RequestHead) -> Range<Int>? {
        guard let value = head.valueRange(of: "authorization") else {
            guard let key = head.valueRange(of: "api-key"), !key.isEmpty else { return nil }
            return key
        }
        let text = head.bytes.span
        var end = value.lowerBound
        while end < value.upperBound, text[end] != 0x20 { end += 1 }
        guard ASCIICase.equal(text, value.lowerBound..<end, lowercased: "bearer") else { return nil }
        let token = HeaderParameters.trimmed(end..<value.upperBound, text)
        guard !token.isEmpty, !token.contains(where: { text[$0] == 0x20 }) else { return nil }
        return token
    }

    /// The field lines that travel upstream, written with the names that providers document.
    ///
    /// `OpenAI-Safety-Identifier` is for servers to set, so it travels only for trusted callers. `OpenAI-Beta` is
    /// left to the provider's form, which sends it to beta endpoints only.
    static func forwarded(in head: RequestHead, callerIsTrusted: Bool) -> [String] {
        var fields: [String] = []
        func take(_ name: StaticString, _ spelled: String) {
            if let value = head.value(of: name), !value.isEmpty { fields.append(spelled + ": " + value) }
        }
        take("openai-organization", "OpenAI-Organization")
        take("openai-project", "OpenAI-Project")
        take("x-openai-agents-sdk", "X-OpenAI-Agents-SDK")
        take("openai-beta", "OpenAI-Beta")
        if callerIsTrusted { take("openai-safety-identifier", "OpenAI-Safety-Identifier") }
        return fields
    }
}
