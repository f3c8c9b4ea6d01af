// SPDX-License-Identifier: MIT

internal import Providers

/// Reads the keys of a provider.
enum ProviderKeys {
    private static let maximum = ConfiguredProvider.maximumKeys
    private static let allowed = "an array of at most \(maximum) of {value}, {env} or {file}"

    /// The keys, each with the name that it is given, else that of its variable, else `key-1` and so on.
    static func read(_ object: inout ConfigurationObject, environment: Environment) -> [ProviderKey] {
        guard let value = object.take("keys") else { return [] }
        let path = object.path("keys")
        guard case .array(let sources) = value, sources.count <= maximum else {
            object.reader.report(path, "must be \(allowed)")
            return []
        }
        var keys: [ProviderKey] = []
        for (index, source) in sources.enumerated() {
            let place = "\(path)[\(index)]"
            object.reader.object(source, at: place) { entry in
                let name = entry.string("name") ?? entry.peek("env") ?? "key-\(index + 1)"
                guard let secret = KeySource.secret(in: &entry, environment: environment) else { return }
                if !ConfigurationName.isValid(name) { entry.reader.report(entry.path("name"), ConfigurationName.rule) }
                if keys.contains(where: { $0.name == name }) {
                    entry.reader.report(place, "another key has the name \"\(name)\" already")
                }
                keys.append(ProviderKey(name: name, secret: secret))
            }
        }
        return keys
    }
}

/// What operators name: providers, their keys, access keys.
enum ConfigurationName {
    /// What is allowed, for messages.
    static let rule = "a name is 1 to 64 letters, digits, '-', '_' or '.'"

    static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0 != UInt8(ascii: "~") && PercentEncoding.isUnreserved($0) }
    }
}
