// SPDX-License-Identifier: MIT

internal import JSONText

extension LogOutput {
    /// Writes a line about the relay itself.
    func writeEvent(_ name: String, _ members: [(name: StaticString, value: String)]) {
        _ = write(event(name, members))
    }

    /// A line about the relay itself.
    func event(_ name: String, _ members: [(name: StaticString, value: String)]) -> [UInt8] {
        var timestamp = Timestamp()
        var line: [UInt8]
        switch format {
        case .json:
            var writer = JSONObjectWriter()
            writer.write("time", timestamp.now())
            writer.write("event", name)
            for (name, value) in members { writer.write(name, value) }
            line = writer.finish()
        case .text:
            line = Array(
                ([timestamp.now(), name] + members.map { "\($0.name)=\($0.value)" }).joined(separator: " ").utf8
            )
        }
        line.append(0x0a)
        return line
    }
}
