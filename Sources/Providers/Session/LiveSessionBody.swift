// SPDX-License-Identifier: MIT

public import JSONText

/// The body that creates a Live session: `{"session": {"model", …}, "transport": {"type": "webrtc", "sdp", "dcid"?}}`.
///
/// Source: OpenAI's type definitions (openai-python `types/live/live_create_params.py`).
public struct LiveSessionBody: Sendable {
    /// The text.
    public let document: JSONDocument
    /// The offer, decoded: the bytes that the client's WebRTC stack made.
    public let offer: [UInt8]
    /// The model as the caller named it.
    public let namedModel: String?
    private let model: JSONNode?

    /// Reads a body.
    ///
    /// - Throws: ``SessionError`` if it is no object, or the relay cannot tell its offer or model.
    public init(parsing bytes: [UInt8]) throws(SessionError) {
        document = try JSONDocument(sessionText: bytes)
        let reader = SessionMemberReader(document: document)
        guard let transport = try reader.object("transport", of: document.root, path: "transport") else {
            throw .missing(member: "transport")
        }
        let type = try reader.string("type", of: transport, path: "transport.type")
        guard let type, document.string(type) == "webrtc" else {
            throw .wrongType(member: "transport.type", expected: "\"webrtc\"")
        }
        guard let sdp = try reader.string("sdp", of: transport, path: "transport.sdp").flatMap(document.string) else {
            throw .missing(member: "transport.sdp")
        }
        offer = Array(sdp.utf8)
        model = try reader.object("session", of: document.root, path: "session").flatMap { node throws(SessionError) in
            try reader.string("model", of: node, path: "session.model")
        }
        namedModel = model.flatMap(document.string)
    }

    /// The body with the provider's own name of the model; every other byte is as it came.
    func normalized(model newModel: String?) -> [UInt8] {
        var edit = JSONEdit(of: document)
        if let model, let newModel { edit.replace(model, byText: newModel) }
        return edit.applied()
    }

    /// A response's text with another id of the session; every other byte is as it came.
    public static func replacingID(in text: [UInt8], with id: String) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: text), let node = document.value(at: "session", "id") else {
            return text
        }
        var edit = JSONEdit(of: document)
        edit.replace(node, byText: id)
        return edit.applied()
    }
}
