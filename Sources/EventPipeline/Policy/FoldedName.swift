// SPDX-License-Identifier: MIT

internal import JSONText

/// A member name as the most lenient decoder reads it.
///
/// Escapes are undone, and case does not count: servers in Go take `Session` and `ſession` for `session`. Names compare
/// as Swift's strings do, so that the Kelvin sign is a K.
struct FoldedName: Hashable, Sendable {
    private let text: String

    init(_ name: String) {
        text = name.uppercased()
    }

    init(of member: JSONMember, in document: JSONDocument) {
        self.init(document.string(member.name) ?? "")
    }
}
