// SPDX-License-Identifier: MIT

internal import JSONText

extension String {
    /// The bytes of a text that is a JSON object; nil for any other.
    ///
    /// The arguments of a function are such a text here, and an object there.
    var embeddedObject: [UInt8]? {
        guard let document = try? JSONDocument(parsing: Array(utf8)), document.root.kind == .object else { return nil }
        return document.bytes
    }
}
