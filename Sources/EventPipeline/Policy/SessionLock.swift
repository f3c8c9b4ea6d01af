// SPDX-License-Identifier: MIT

public import JSONText
internal import RealtimeEvents

/// The fields of sessions that clients may not set.
///
/// A field is set by a member of that name, whatever its value, and by anything but an object in the place of an object
/// that it is in: `"audio": null` sets `audio.output.voice`. Of members with one name each is looked at.
///
/// `prompt` can bring instructions and tools of its own, and items of the conversation can say what instructions say:
/// lock that too, and do not allow those events.
public struct SessionLock: Sendable {
    private struct Path: Sendable {
        let text: String
        let names: [FoldedName]
    }

    private let paths: [Path]
    private static let session = FoldedName("session")
    private static let response = FoldedName("response")

    /// Takes fields, with dots between the names of a member and its members.
    public init(_ fields: [String]) {
        paths = fields.compactMap { field in
            let names = field.split(separator: ".").map { FoldedName(String($0)) }
            return names.isEmpty ? nil : Path(text: field, names: names)
        }
    }

    /// The first field in a session, that of a handshake or of an event, that is locked; nil if there is none.
    ///
    /// It is written as the operator wrote it.
    public func lockedField(in session: JSONObjectView) -> String? {
        lockedField(in: session.node, of: session.document, paths[...], depth: 0)
    }

    /// The first field that an event sets and that is locked, with the member that it is in.
    ///
    /// `session.update` sets fields of the session, and `response.create` sets them for one response. What counts is the
    /// members `session` and `response`, in whatever event they are.
    func lockedField(in event: RealtimeEvent) -> String? {
        guard !paths.isEmpty else { return nil }
        let document = event.document
        var found: String?
        document.forEachMember(of: document.root) { member in
            guard found == nil, let session = JSONObjectView(member.value, in: document) else { return }
            let name = FoldedName(of: member, in: document)
            if name == Self.session {
                found = lockedField(in: session).map { "session." + $0 }
            } else if name == Self.response {
                found = lockedField(in: session).map { "response." + $0 }
            }
        }
        return found
    }

    private func lockedField(
        in object: JSONNode,
        of document: JSONDocument,
        _ paths: some Sequence<Path>,
        depth: Int
    ) -> String? {
        for member in document.members(of: object) {
            let name = FoldedName(of: member, in: document)
            let within = paths.filter { $0.names[depth] == name }
            guard !within.isEmpty else { continue }
            if let set = within.first(where: { $0.names.count == depth + 1 || member.value.kind != .object }) {
                return set.text
            }
            if let field = lockedField(in: member.value, of: document, within, depth: depth + 1) { return field }
        }
        return nil
    }
}
