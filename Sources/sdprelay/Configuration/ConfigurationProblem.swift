// SPDX-License-Identifier: MIT

/// A mistake in a configuration: where, and what is allowed there.
///
/// It never holds a key's text.
struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// The key path, such as `providers.openai.keys[0]`; empty for the file as a whole.
    let path: String
    let message: String

    var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

/// All mistakes of a configuration, as an error.
struct ConfigurationProblems: Error {
    var list: [ConfigurationProblem]
    /// Whether there is nothing that could have mistakes.
    var isUnreadable = false
}
