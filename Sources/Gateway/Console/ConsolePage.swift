// SPDX-License-Identifier: MIT

internal import Cryptography
internal import HTTPServer
internal import JSONText
internal import Signaling
internal import TextCoding

/// The page that calls from the browser, with the error table in it.
///
/// It loads nothing from anywhere and may run no script but its own, which its policy names by digest.
public struct ConsolePage: Sendable {
    /// HTML in UTF-8.
    let body: [UInt8]
    private let policy: String

    /// Makes the page; nil if OpenSSL has no SHA-256.
    public init?() {
        guard let hasher = SHA256Hasher() else { return nil }
        let page = String(decoding: PackageResources.console_html, as: UTF8.self)
        let parts = page.split(separator: "{/*REMEDIES*/}", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { preconditionFailure("the page has no place for the error table") }
        let filled = parts[0] + String(decoding: Self.remedies(), as: UTF8.self) + parts[1]
        body = Array(filled.utf8)
        let script = Self.digest(of: "script", in: filled, hasher)
        let style = Self.digest(of: "style", in: filled, hasher)
        policy =
            "default-src 'none'; script-src '\(script)'; style-src '\(style)'; connect-src 'self'; img-src data:; "
            + "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }

    func addFields(to fields: inout HTTPFields) {
        fields.append("Content-Security-Policy", policy)
        fields.append("Permissions-Policy", "microphone=(self)")
        fields.append("Referrer-Policy", "no-referrer")
        fields.append("X-Content-Type-Options", "nosniff")
        fields.append("Cache-Control", "no-cache")
    }

    /// What can be done about each error code (JSON), in words without markup.
    private static func remedies() -> [UInt8] {
        var table: [UInt8] = []
        for code in ErrorCode.allCases {
            table.append(UInt8(ascii: table.isEmpty ? "{" : ","))
            JSONQuoting.append(code.rawValue, to: &table)
            table.append(UInt8(ascii: ":"))
            // Inside of a script nothing may look like its end.
            JSONQuoting.append(code.entry.remedy.filter { $0 != "`" && $0 != "<" }, to: &table)
        }
        table.append(UInt8(ascii: "}"))
        return table
    }

    /// As Content Security Policy level 3 names a script or style by what stands between its tags.
    private static func digest(of element: String, in page: Substring, _ hasher: SHA256Hasher) -> String {
        let inside = page.split(separator: "<\(element)>").last?.split(separator: "</\(element)>").first ?? ""
        return "sha256-" + Base64.encode(hasher.digest(of: Array(inside.utf8).span).bytes)
    }
}
