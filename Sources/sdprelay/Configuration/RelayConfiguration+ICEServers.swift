// SPDX-License-Identifier: MIT

internal import Gateway

extension RelayConfiguration {
    private static let schemes = ["stun:", "stuns:", "turn:", "turns:"]
    private static let urlRule = "a URI such as \"stun:stun.example:3478\" or \"turn:turn.example:3478?transport=udp\""

    /// Reads `ice_servers`.
    static func iceServers(_ root: inout ConfigurationObject, environment: Environment) -> [ICEServer] {
        guard let value = root.take("ice_servers") else { return [] }
        let path = root.path("ice_servers")
        guard case .array(let elements) = value, elements.count <= 16 else {
            root.reader.report(path, "must be an array of at most 16 servers")
            return []
        }
        var servers: [ICEServer] = []
        for (index, element) in elements.enumerated() {
            root.reader.object(element, at: "\(path)[\(index)]") { object in
                let urls = urls(&object)
                if let access = iceAccess(&object, environment: environment) {
                    servers.append(ICEServer(urls: urls, access: access))
                }
            }
        }
        return servers
    }

    private static func urls(_ object: inout ConfigurationObject) -> [String] {
        let path = object.path("urls")
        guard let urls = object.strings("urls"), (1...8).contains(urls.count) else {
            object.reader.report(path, "must be an array of 1 to 8 of \(urlRule)")
            return []
        }
        for (index, url) in urls.enumerated() where !isICEURL(url) {
            object.reader.report("\(path)[\(index)]", "must be \(urlRule)")
        }
        return urls
    }

    /// The scheme, and characters that can stand in a `Link` (RFC 7064 section 3.1, RFC 7065 section 3.1).
    private static func isICEURL(_ url: String) -> Bool {
        guard let scheme = schemes.first(where: url.hasPrefix) else { return false }
        let rest = url.utf8.dropFirst(scheme.utf8.count)
        return !rest.isEmpty && rest.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"<>\"\\".utf8.contains($0) }
    }

    private static func iceAccess(
        _ object: inout ConfigurationObject,
        environment: Environment
    ) -> ICEServer.Access? {
        let username = object.string("username")
        let credential = secret("credential", of: &object, environment: environment)
        let shared = secret("shared_secret", of: &object, environment: environment)
        let lifetime = object.duration("lifetime", in: .seconds(60)...Duration.seconds(24 * 3600))
        switch (username, credential, shared) {
        case (nil, nil, nil): return ICEServer.Access.none
        case (let username?, let credential?, nil): return .password(username: username, credential: credential)
        case (nil, nil, let shared?): return .sharedSecret(shared, lifetime: lifetime ?? .seconds(3600))
        default:
            object.reader.report(
                object.path,
                "must have \"username\" and \"credential\", or \"shared_secret\", or neither"
            )
            return nil
        }
    }

    private static func secret(
        _ name: String,
        of object: inout ConfigurationObject,
        environment: Environment
    ) -> String? {
        guard let value = object.take(name) else { return nil }
        return KeySource.secret(value, at: object.path(name), reader: object.reader, environment: environment)
    }
}
