// SPDX-License-Identifier: MIT

internal import JSONText

/// What a provider's failure response says, as far as it says it in a form that is known.
public struct UpstreamErrorReport: Hashable, Sendable {
    /// A way of wording failures besides OpenAI's envelope, `{"error": {…}}` or `{"error": "text"}`.
    public enum Shape: String, Hashable, Sendable, CaseIterable {
        /// FastAPI's `{"detail": "text"}` or `{"detail": [{"msg": "text"}]}`.
        case detail
        /// `{"code": "…", "message": "…"}` at the root.
        case flat
        /// `text/plain`, one line.
        case plainText = "plain-text"
    }

    /// The longest plain text that counts as a message, in bytes.
    private static let longestPlainText = 500

    /// The status code.
    public var status: Int
    /// `error.message`; nil if absent or empty.
    public var message: String?
    /// `error.type`; nil if absent or empty.
    public var type: String?
    /// `error.code`; nil if absent or empty.
    public var code: String?
    /// `error.param`; nil if absent or empty.
    public var param: String?

    /// Makes a report.
    public init(
        status: Int,
        message: String? = nil,
        type: String? = nil,
        code: String? = nil,
        param: String? = nil
    ) {
        self.status = status
        self.message = message
        self.type = type
        self.code = code
        self.param = param
    }

    /// Reads a response in OpenAI's envelope or one of `shapes`; a body that is in none leaves everything but the status
    /// empty.
    public init(reading response: UpstreamResponse, shapes: [Shape] = []) {
        self.init(status: response.status)
        guard let document = try? JSONDocument(parsing: response.body) else {
            if shapes.contains(.plainText) { readPlainText(response) }
            return
        }
        if let error = document.value(at: "error") {
            readEnvelope(error, of: document)
        } else if shapes.contains(.detail), let detail = document.value(at: "detail") {
            readDetail(detail, of: document)
        } else if shapes.contains(.flat) {
            read(document.root, of: document)
        }
    }

    private mutating func readEnvelope(_ error: JSONNode, of document: JSONDocument) {
        if error.kind == .string {
            // LocalAI and others: `{"error": "text"}`.
            message = Self.nonEmpty(document.string(error))
        } else {
            read(error, of: document)
        }
    }

    private mutating func read(_ object: JSONNode, of document: JSONDocument) {
        func member(_ name: StaticString) -> String? {
            document.member(name, of: object).flatMap { Self.nonEmpty(document.string($0)) }
        }
        message = member("message")
        type = member("type")
        code = member("code")
        param = member("param")
    }

    private mutating func readDetail(_ detail: JSONNode, of document: JSONDocument) {
        let text =
            detail.kind == .string
            ? detail
            : document.elements(of: detail).lazy
                .compactMap { document.member("msg", of: $0) }.first
        message = text.flatMap { Self.nonEmpty(document.string($0)) }
    }

    private mutating func readPlainText(_ response: UpstreamResponse) {
        guard response.body.count <= Self.longestPlainText,
            response.fields.value(of: "content-type")?.hasPrefix("text/plain") == true,
            let text = String(validating: response.body, as: UTF8.self)
        else { return }
        let line = text.prefix { !$0.isNewline }
        message = Self.nonEmpty(String(line))
    }

    private static func nonEmpty(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return text
    }
}
