// SPDX-License-Identifier: MIT

/// A word of a command line: a name, and the value that stands in the same word (`--name=value`).
struct CommandOption {
    let name: String
    /// Nil if there is none in the word.
    let value: String?

    init(_ argument: String) {
        guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else {
            (name, value) = (argument, nil)
            return
        }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}
