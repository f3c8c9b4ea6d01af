// SPDX-License-Identifier: MIT

internal import JSONText

/// An item of the conversation, as it is shown.
struct LoopbackItem {
    enum Content: Hashable {
        /// What the user has written.
        case text(String)
        /// What the user has said, and how long it took.
        case speech(Duration)
        /// What a function has brought.
        case toolOutput(String)
        /// Whatever else a client puts there, such as instructions and history.
        case other
    }

    var id: String
    var content: Content
    /// The whole item, with its id.
    var text: [UInt8]

    /// What an answer to it says; nil if it is nothing to answer.
    var answer: String? {
        switch content {
        case .text(let text): text
        case .speech(let duration): "I heard \(Self.seconds(duration)) seconds of speech."
        case .toolOutput(let output): output
        case .other: nil
        }
    }

    /// With one digit behind the point.
    private static func seconds(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func speech(_ id: String, _ duration: Duration) -> LoopbackItem {
        var part = JSONObjectWriter()
        part.write("type", "input_audio")
        var writer = JSONObjectWriter()
        writer.write("id", id)
        writer.write("object", "realtime.item")
        writer.write("type", "message")
        writer.write("status", "completed")
        writer.write("role", "user")
        writer.write("content", array: [part.finish()])
        return LoopbackItem(id: id, content: .speech(duration), text: writer.finish())
    }
}
