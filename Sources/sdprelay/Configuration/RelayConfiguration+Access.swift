// SPDX-License-Identifier: MIT

internal import Cryptography
internal import Gateway
internal import HTTPServer
internal import Providers

extension RelayConfiguration {
    /// The most access keys: each request is compared with all of them.
    private static let maximumAccessKeys = 1000
    /// The shortest access key that is no invitation to guess it, in characters.
    private static let minimumKeyLength = 16

    /// Reads `access_keys` and `allow_caller_tokens`.
    static func access(
        _ root: inout ConfigurationObject,
        providers: [String],
        environment: Environment
    ) -> AccessPolicy {
        var policy = AccessPolicy()
        policy.allowsCallerTokens = root.bool("allow_caller_tokens") ?? true
        guard let value = root.take("access_keys") else { return policy }
        let path = root.path("access_keys")
        guard case .array(let elements) = value, (1...maximumAccessKeys).contains(elements.count) else {
            root.reader.report(path, "must be an array of 1 to \(maximumAccessKeys) access keys")
            return policy
        }
        guard let hasher = SHA256Hasher() else {
            root.reader.report(path, "OpenSSL has no SHA-256")
            return policy
        }
        for (index, element) in elements.enumerated() {
            root.reader.object(element, at: "\(path)[\(index)]") { object in
                guard let key = accessKey(&object, hasher, providers, environment: environment) else { return }
                if policy.keys.contains(where: { $0.name == key.name }) {
                    object.reader.report(object.path("name"), "another access key has this name already")
                }
                if policy.keys.contains(where: { $0.digest.isEqual(to: key.digest) }) {
                    object.reader.report(object.path, "another access key has the same value")
                }
                policy.keys.append(key)
            }
        }
        return policy
    }

    private static func accessKey(
        _ object: inout ConfigurationObject,
        _ hasher: SHA256Hasher,
        _ configured: [String],
        environment: Environment
    ) -> AccessKey? {
        let name = object.string("name")
        if let name {
            if !ConfigurationName.isValid(name) { object.reader.report(object.path("name"), ConfigurationName.rule) }
        } else if !object.has("name") {
            object.reader.report(object.path("name"), "is missing: \(ConfigurationName.rule)")
        }
        let digest = digest(&object, hasher, environment: environment)
        let providers = object.strings("providers")
        for (index, provider) in (providers ?? []).enumerated() where !configured.contains(provider) {
            object.reader.report("\(object.path("providers"))[\(index)]", "is no configured provider")
        }
        let models = object.strings("models")
        let isTrusted = object.bool("trusted") ?? false
        guard let name, let digest else { return nil }
        return AccessKey(name: name, digest: digest, providers: providers, models: models, isTrusted: isTrusted)
    }

    /// The digest of a key, or the digest that stands there in its place.
    private static func digest(
        _ object: inout ConfigurationObject,
        _ hasher: SHA256Hasher,
        environment: Environment
    ) -> SHA256Digest? {
        let rule = "must be the SHA-256 digest of the key: 64 hexadecimal digits"
        if object.has("sha256"), !["value", "env", "file"].contains(where: { object.has($0) }) {
            guard let text = object.string("sha256", allowed: rule) else { return nil }
            let digest = SHA256Digest(hexadecimal: text)
            if digest == nil { object.reader.report(object.path("sha256"), rule) }
            return digest
        }
        guard !object.has("sha256") else {
            object.reader.report(object.path, "must have exactly one of \"value\", \"env\", \"file\" or \"sha256\"")
            return nil
        }
        guard let secret = KeySource.secret(in: &object, environment: environment) else { return nil }
        guard secret.utf8.count >= minimumKeyLength else {
            object.reader.report(object.path, "the key must have at least \(minimumKeyLength) characters")
            return nil
        }
        return hasher.digest(of: secret.utf8.span)
    }

    /// Whether `/` is the console.
    var showsConsole: Bool { console ?? (listen.ip?.isLoopback == true) }

    /// What speaks against serving like this; nil if nothing does.
    var accessProblem: ConfigurationProblem? {
        guard access.isOpen, !isOpen, listen.ip?.isLoopback != true else { return nil }
        return ConfigurationProblem(
            path: "listen",
            message: "callers from elsewhere could use the provider's keys: configure access_keys, "
                + "or say open: true if that is meant"
        )
    }
}
