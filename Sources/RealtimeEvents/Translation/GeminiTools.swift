// SPDX-License-Identifier: MIT

internal import JSONText

/// Tools: a list of functions here, a list of lists of declarations there.
enum GeminiTools {
    /// The functions of a setup as `tools` of a session, and what are no functions.
    static func current(_ setup: JSONObjectView) -> (list: [[UInt8]], remainder: [TranslationRemainder]) {
        var tools: [[UInt8]] = []
        var remainder: [TranslationRemainder] = []
        for (index, node) in setup.elements("tools").enumerated() {
            guard let tool = JSONObjectView(node, in: setup.document) else { continue }
            for declaration in tool.objects("functionDeclarations") {
                var writer = JSONObjectWriter()
                writer.write("type", "function")
                writer.writeMembers(of: declaration, besides: ["type"])
                tools.append(writer.finish())
            }
            remainder += tool.unsaid("setup.tools.\(index)", besides: ["functionDeclarations"])
        }
        return (tools, remainder)
    }

    /// The functions of a session as `tools` of a setup, and what are no functions.
    static func setup(_ session: JSONObjectView) -> (list: [[UInt8]], remainder: [TranslationRemainder]) {
        var declarations: [[UInt8]] = []
        var remainder: [TranslationRemainder] = []
        for (index, node) in session.elements("tools").enumerated() {
            guard let tool = JSONObjectView(node, in: session.document), tool.string("type") == "function" else {
                remainder.append(TranslationRemainder("session.tools.\(index)", session.document.raw(node)))
                continue
            }
            var writer = JSONObjectWriter()
            writer.writeMembers(of: tool, besides: ["type"])
            declarations.append(writer.finish())
        }
        guard !declarations.isEmpty else { return ([], remainder) }
        var tool = JSONObjectWriter()
        tool.write("functionDeclarations", array: declarations)
        return ([tool.finish()], remainder)
    }
}

extension JSONObjectWriter {
    /// Writes the members with other names than these, as they stand in another text.
    fileprivate mutating func writeMembers(of object: JSONObjectView, besides names: [StaticString]) {
        for member in object.members(besides: names) { write(member, of: object.document) }
    }
}
