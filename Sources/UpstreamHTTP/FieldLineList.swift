// SPDX-License-Identifier: MIT

internal import CCurl

/// The owner of a list of field lines in libcurl's form.
@safe
struct FieldLineList: ~Copyable {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    /// Makes the list that sends exactly `fields`.
    ///
    /// libcurl adds `Accept`, `Expect` and `Content-Type` of its own accord unless they are listed; a line that is a
    /// name and a colon only stands for "do not send it". A field whose value really is empty is written with a
    /// semicolon.
    init(_ fields: [String], hasBody: Bool) throws(UpstreamHTTPError) {
        unsafe head = nil
        var namesAccept = false
        var namesContentType = false
        for field in fields {
            try RequestRules.checkField(field)
            namesAccept = namesAccept || field.isField(named: "accept:")
            namesContentType = namesContentType || field.isField(named: "content-type:")
            append(field.hasEmptyValue ? String(field.prefix { $0 != ":" }) + ";" : field)
        }
        append("Expect:")
        if !namesAccept { append("Accept:") }
        if hasBody, !namesContentType { append("Content-Type:") }
    }

    deinit {
        unsafe curl_slist_free_all(head)
    }

    private mutating func append(_ line: String) {
        // Without memory the list stays as it was: libcurl itself would fail on its next allocation.
        if let longer = unsafe curl_slist_append(head, line) { unsafe head = longer }
    }
}

extension String {
    /// Whether the line starts with this lower-case name and colon, in any case.
    fileprivate func isField(named name: StaticString) -> Bool {
        guard utf8.count >= name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { name in
            unsafe zip(name, utf8).allSatisfy { $0 == $1 || $0 == $1 | 0x20 }
        }
    }

    fileprivate var hasEmptyValue: Bool {
        guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return utf8[colon...].dropFirst().allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
}
