// SPDX-License-Identifier: MIT

internal import Cryptography
internal import HTTPServer
internal import JSONText
internal import TextCoding

/// The ICE servers as one client gets them, with credentials of its own.
struct ICEServerList {
    private struct Entry {
        let urls: [String]
        let username: String?
        let credential: String?
    }

    private let entries: [Entry]

    /// Makes credentials.
    ///
    /// - Parameters:
    ///   - servers: The configured servers.
    ///   - user: Names the caller in time-limited credentials, for the TURN server's log.
    ///   - unixTime: Seconds since 1970.
    init(_ servers: [ICEServer], user: String, unixTime: Int64) {
        entries = servers.map { server in
            switch server.access {
            case .none: return Entry(urls: server.urls, username: nil, credential: nil)
            case .password(let username, let credential):
                return Entry(urls: server.urls, username: username, credential: credential)
            case .sharedSecret(let secret, let lifetime):
                let username = "\(unixTime + lifetime.components.seconds):\(user)"
                let code = HMAC.sha1(Array(username.utf8), key: Array(secret.utf8))
                return Entry(urls: server.urls, username: username, credential: code.map(Base64.encode))
            }
        }
    }

    /// `{"ice_servers": [{"urls", "username", "credential"}]}`: each is an `RTCIceServer` as browsers take it.
    var json: [UInt8] {
        var servers: [[UInt8]] = []
        for entry in entries {
            var writer = JSONObjectWriter()
            writer.write("urls", array: entry.urls.map(JSONQuoting.quoted))
            writer.writeIfPresent("username", entry.username)
            writer.writeIfPresent("credential", entry.credential)
            servers.append(writer.finish())
        }
        var writer = JSONObjectWriter()
        writer.write("ice_servers", array: servers)
        return writer.finish()
    }

    /// Adds a `Link` for each URL (RFC 9725 section 4.6).
    func addLinks(to fields: inout HTTPFields) {
        for entry in entries {
            for url in entry.urls {
                var link = "<\(url)>; rel=\"ice-server\""
                if let username = entry.username, let credential = entry.credential {
                    link += "; username=\(Self.quoted(username)); credential=\(Self.quoted(credential))"
                    link += "; credential-type=\"password\""
                }
                fields.append("Link", link)
            }
        }
    }

    /// A quoted string (RFC 9110 section 5.6.4).
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }
}
