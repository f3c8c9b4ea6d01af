// SPDX-License-Identifier: MIT

internal import Gateway
internal import Signaling

extension RelayConfiguration {
    /// How the ids of calls are made.
    struct CallIDs: Sendable {
        var mode = Signaling.CallIDs.Mode.sealed
        /// The first seals, all of them open; empty for one that is made at the start.
        var secrets: [String] = []
        var lifetime = Duration.seconds(24 * 3600)
    }

    private static let maximumSecrets = 8
    private static let minimumSecretLength = 32

    /// Reads `call_ids`, `call_id_lifetime` and `secret`.
    static func callIDs(_ root: inout ConfigurationObject, environment: Environment) -> CallIDs {
        var calls = CallIDs()
        calls.mode = root.choice("call_ids", Signaling.CallIDs.Mode.self) ?? .sealed
        if let time = root.duration("call_id_lifetime", in: .seconds(1)...Duration.seconds(30 * 24 * 3600)) {
            calls.lifetime = time
        }
        guard let value = root.take("secret") else { return calls }
        let path = root.path("secret")
        var sources: [(ConfigurationValue, String)] = [(value, path)]
        if case .array(let elements) = value {
            sources = elements.enumerated().map { ($1, "\(path)[\($0)]") }
            if !(1...maximumSecrets).contains(sources.count) {
                root.reader.report(
                    path,
                    "must be one of {value}, {env} or {file}, or an array of 1 to \(maximumSecrets)"
                )
            }
        }
        for (source, place) in sources {
            guard
                let secret = KeySource.secret(source, at: place, reader: root.reader, environment: environment)
            else { continue }
            if secret.utf8.count < minimumSecretLength {
                root.reader.report(place, "the secret must have at least \(minimumSecretLength) characters")
            }
            calls.secrets.append(secret)
        }
        return calls
    }
}
