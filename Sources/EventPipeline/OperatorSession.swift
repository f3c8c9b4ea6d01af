// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// The operator's session, and what it has to be said as.
///
///     waiting ── the call's type is known, or the client speaks ──▶ said ── the server says another type ──▶ said again
///
/// The current API refuses a session without `type`, and one of another type than the call's. Where nobody here knows
/// what a call was made as, `session.created` tells. A client that speaks before that does not go before the operator.
struct OperatorSession: Sendable {
    private static let usualType = "realtime"

    private let document: JSONDocument
    private let hasOwnType: Bool
    /// The type of the call, as far as it is known.
    private var type: String?
    /// The type that it was said with last.
    private var saidType: String?
    /// Whether it was said without one of the relay's.
    private var isSaid = false
    /// Whether the server has told of the session.
    private var isTold = false

    /// Takes a JSON object, and the type of the call; nil if that is not known.
    ///
    /// - Returns: Nil if it is no object.
    init?(_ session: [UInt8], type: String?) {
        guard let document = try? JSONDocument(parsing: session), let object = document.object else { return nil }
        self.document = document
        hasOwnType = object["type"] != nil
        self.type = type
    }

    /// The session as it is to be said now; nil if it is said already, or the type of the call is awaited.
    ///
    /// `isAwaited` says that it cannot wait any longer.
    mutating func text(to provider: Vocabulary, isAwaited: Bool) -> [UInt8]? {
        // A session of the operator's own type stays what it is, and one of a translation has no type.
        if hasOwnType || provider == .translation {
            defer { isSaid = true }
            return isSaid ? nil : document.bytes
        }
        guard let type = type ?? (isAwaited || isTold ? Self.usualType : nil), type != saidType else { return nil }
        saidType = type
        var edit = JSONEdit(of: document)
        edit.insert("type", value: JSONQuoting.quoted(type), into: document.root)
        return edit.applied()
    }

    /// Learns what the server says first of the session; what it says later is what others have made of it.
    mutating func note(_ event: RealtimeEvent) {
        guard event.type == .sessionCreated, !isTold else { return }
        isTold = true
        // The beta says it by the name of the event.
        let isTranscription = event.name?.hasPrefix("transcription_session.") == true
        if let said = isTranscription ? "transcription" : event.session?.type { type = said }
    }
}
