// SPDX-License-Identifier: MIT

internal import JSONText

/// What a provider's failure response says, as far as it says it in the OpenAI envelope.
public struct UpstreamErrorReport: Hashable, Sendable {
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

    /// Reads a response; a body that is no envelope leaves everything but the status empty.
    public init(reading response: UpstreamResponse) {
        self.init(status: response.status)
        guard let document = try? JSONDocument(parsing: response.body),
            let error = document.value(at: "error")
        else { return }
        if error.kind == .string {
            // LocalAI and others: `{"error": "text"}`.
            message = Self.nonEmpty(document.string(error))
            return
        }
        func member(_ name: StaticString) -> String? {
            document.member(name, of: error).flatMap { Self.nonEmpty(document.string($0)) }
        }
        message = member("message")
        type = member("type")
        code = member("code")
        param = member("param")
    }

    private static func nonEmpty(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return text
    }
}
