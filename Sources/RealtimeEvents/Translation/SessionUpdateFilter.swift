// SPDX-License-Identifier: MIT

internal import JSONText

/// Makes a client's `session.update` one that a provider takes.
///
/// Clients send back the session that they were given, with members that only the server sets, and name models as the
/// relay does, with the provider in front.
public enum SessionUpdateFilter {
    /// The event without members that the server owns, and with the provider's own names of models; all other bytes are
    /// as they came.
    ///
    /// Other events, and sessions of vocabularies other than OpenAI's two, stay as they are.
    public static func filtered(_ event: RealtimeEvent, bareModel: (String) -> String) -> [UInt8] {
        guard event.type == .sessionUpdate, event.vocabulary == .openAI || event.vocabulary == .beta,
            let session = event.object(.session)
        else { return event.bytes }
        let document = event.document
        var edit = JSONEdit(of: document)
        for member in document.members(of: session.node) {
            if serverOwned.contains(where: { document.isNamed(member, $0) }) {
                edit.remove(member, from: session.node)
            } else if document.isNamed(member, "model") {
                rename(member.value, in: document, bareModel, &edit)
            }
        }
        let transcriptions = [
            session.object("input_audio_transcription"),
            session.object("audio")?.object("input")?.object("transcription"),
        ]
        for transcription in transcriptions.compactMap(\.self) {
            for model in document.members("model", of: transcription.node) {
                rename(model, in: document, bareModel, &edit)
            }
        }
        return edit.applied()
    }

    private static let serverOwned: [StaticString] = ["id", "object", "expires_at", "client_secret"]

    private static func rename(
        _ model: JSONNode,
        in document: JSONDocument,
        _ bareModel: (String) -> String,
        _ edit: inout JSONEdit
    ) {
        if let name = document.string(model) { edit.replace(model, byText: bareModel(name)) }
    }
}
