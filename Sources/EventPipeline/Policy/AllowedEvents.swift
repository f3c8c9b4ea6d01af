// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// The types of events that clients may send.
struct AllowedEvents: Sendable {
    private let types: Set<String>
    private static let type = FoldedName("type")

    init(_ types: Set<String>) {
        self.types = types
    }

    /// Whether every reading of the event has a type that is allowed: of members with one name, some servers take the
    /// first and some the last.
    func allow(_ event: RealtimeEvent) -> Bool {
        let document = event.document
        var isNamed = false
        var isAllowed = true
        document.forEachMember(of: document.root) { member in
            guard FoldedName(of: member, in: document) == Self.type else { return }
            isNamed = true
            isAllowed = isAllowed && document.string(member.value).map(types.contains) == true
        }
        // Some vocabularies name an event by one of its members.
        return isNamed ? isAllowed : event.name.map(types.contains) == true
    }
}
