// SPDX-License-Identifier: MIT

internal import RealtimeEvents

/// The types of events that clients of bridged calls send, as far as they are known here.
enum ClientEventNames {
    private static let known = Set(
        [Vocabulary.openAI, .beta, .translation].flatMap { $0.definitions(.client).map(\.name) }
    )

    /// Tells of types that nobody here knows: a slip of the pen, or newer than the relay, which is why they are allowed.
    static func warnings(of names: [String], at path: String) -> [ConfigurationProblem] {
        names.enumerated().compactMap { index, name in
            guard !name.isEmpty, !known.contains(name) else { return nil }
            let nearest = NearestName.find(name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
            return ConfigurationProblem(
                path: "\(path)[\(index)]",
                message: "no event of clients is known by this name" + nearest
            )
        }
    }
}
