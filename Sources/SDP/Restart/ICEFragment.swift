// SPDX-License-Identifier: MIT

/// What a client sends, and gets, to restart ICE without a whole description
/// ([RFC 8840, section 9](https://www.rfc-editor.org/rfc/rfc8840.html#section-9)).
public struct ICEFragment: Sendable {
    /// The credentials of the ICE session that it is about.
    public let credentials: ICECredentials

    /// Reads a fragment; nil if it has no credentials, or is none.
    ///
    /// Credentials of the session count for all of it, else those of its first media section do. Candidates are not
    /// read: an ICE-lite agent learns of addresses by checks.
    public init?(parsing text: Span<UInt8>) {
        // A fragment is a description without its head.
        var bytes = Array("v=0\r\n".utf8)
        for position in text.indices { bytes.append(text[position]) }
        guard let description = try? SessionDescription.parse(bytes.span) else { return nil }
        let ufrag = description.iceUfrag ?? description.mediaSections.lazy.compactMap(\.iceUfrag).first
        let pwd = description.icePwd ?? description.mediaSections.lazy.compactMap(\.icePwd).first
        guard let ufrag, let pwd, let credentials = ICECredentials(ufrag: ufrag, pwd: pwd) else { return nil }
        self.credentials = credentials
    }

    /// The fragment of an answer of our own: its credentials and candidates, for the first section of its group.
    public static func serialized(of answer: SessionDescription) -> [UInt8] {
        var text = ""
        func add(_ name: String, _ value: String?) {
            if let value { text += "a=\(name):\(value)\r\n" }
        }
        let section = answer.mediaSections.first { $0.iceUfrag != nil || !$0.candidates.isEmpty }
        if answer.hasAttribute("ice-lite") { text += "a=ice-lite\r\n" }
        add("group", answer.attribute("group"))
        add("ice-ufrag", answer.iceUfrag ?? section?.iceUfrag)
        add("ice-pwd", answer.icePwd ?? section?.icePwd)
        if let section {
            text += "m=\(section.media) 9 \(section.transport) 0\r\n"
            add("mid", section.mid)
            for candidate in section.candidates { add("candidate", candidate) }
        }
        text += "a=end-of-candidates\r\n"
        return Array(text.utf8)
    }
}
