// SPDX-License-Identifier: MIT

internal import JSONText

/// Tools: a list of functions here, a list of lists of declarations there.
enum GeminiTools {
    /// The functions of a setup as `tools` of a session, and what are no functions.
    static func current(_ setup: JSONObjectView) -> (list: [UInt8]?, remainder: [TranslationRemainder]) {
        var tools: [[UInt8]] = []
        var remainder: [TranslationRemainder] = []
        for (index, node) in setup.elements("tools").enumerated() {
            guard let tool = JSONObjectView(node, in: setup.document) else { continue }
            for node in tool.elements("functionDeclarations") {
                guard let declaration = JSONObjectView(node, in: setup.document) else { continue }
                var writer = JSONObjectWriter()
                writer.write("type", "function")
                for member in declaration.members(besides: ["type"]) {
                    let (name, value) = (setup.document.raw(member.name), setup.document.raw(member.value))
                    writer.write(rawName: name, raw: value)
                }
                tools.append(writer.finish())
            }
            remainder += tool.unsaid("setup.tools.\(index)", besides: ["functionDeclarations"])
        }
        guard !tools.isEmpty else { return (nil, remainder) }
        return (Array("[".utf8) + tools.joined(separator: Array(",".utf8)) + Array("]".utf8), remainder)
    }

    /// The functions of a session as `tools` of a setup, and what are no functions.
    static func setup(_ session: JSONObjectView) -> (list: [UInt8]?, remainder: [TranslationRemainder]) {
        var declarations: [[UInt8]] = []
        var remainder: [TranslationRemainder] = []
        for (index, node) in session.elements("tools").enumerated() {
            guard let tool = JSONObjectView(node, in: session.document), tool.string("type") == "function" else {
                remainder.append(TranslationRemainder("session.tools.\(index)", session.document.raw(node)))
                continue
            }
            var writer = JSONObjectWriter()
            for member in tool.members(besides: ["type"]) {
                let (name, value) = (session.document.raw(member.name), session.document.raw(member.value))
                writer.write(rawName: name, raw: value)
            }
            declarations.append(writer.finish())
        }
        guard !declarations.isEmpty else { return (nil, remainder) }
        let list = declarations.joined(separator: Array(",".utf8))
        return (Array(#"[{"functionDeclarations":["#.utf8) + list + Array("]}]".utf8), remainder)
    }
}
