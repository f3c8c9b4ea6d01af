// SPDX-License-Identifier: MIT

/// A model as a caller names it: `model` or `provider/model`.
public struct ModelName: Hashable, Sendable {
    /// The configured provider that the prefix names; nil without such a prefix.
    public let provider: String?
    /// The provider's own name of the model.
    public let model: String

    /// Splits at the first slash if `isProvider` says so of what stands before it.
    ///
    /// Other slashes belong to the model: compatible servers have names such as `org/model`.
    public init(_ text: String, isProvider: (String) -> Bool) {
        if let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")), isProvider(String(text[..<slash])) {
            provider = String(text[..<slash])
            model = String(text[text.utf8.index(after: slash)...])
        } else {
            provider = nil
            model = text
        }
    }
}
