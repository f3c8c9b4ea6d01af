// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Texts that must never come out of the relay, and the search for them.
enum PlantedSecrets {
    static let keyInFile = "sk-Planted+Value/Key=1"
    static let keyInEnvironment = "Planted+Environment/Key=2"
    static let keyFromFile = "planted.File~Key3"
    static let callerToken = "ek_Planted+Token/4"
    static let callerCredential = "Planted+Relay/Credential=5"
    static let cookie = "Planted+Cookie/6"
    static let queryValue = "Planted+Query/7"
    static let pathSegment = "Planted-Path-8"
    static let icePassword = "PlantedIcePassword+/9abcdefg"
    static let fingerprint = Array(repeating: "9C", count: 32).joined(separator: ":")
    static let extraHeader = "Planted+Extra/10"
    static let proxyPassword = "PlantedProxyPassword11"
    static let method = "PLANTEDMETHOD12"

    static let all = [
        keyInFile, keyInEnvironment, keyFromFile, callerToken, callerCredential, cookie, queryValue, pathSegment,
        icePassword, fingerprint, extraHeader, proxyPassword, method,
    ]

    /// The secrets that a text holds as they are, percent-encoded, in JSON or in base64.
    static func found(in text: String) -> [String] {
        all.filter { secret in forms(of: secret).contains { text.contains($0) } }
    }

    private static func forms(of secret: String) -> [String] {
        let percentEncoded = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret
        return [secret, percentEncoded, percentEncoded.lowercased(), secret.replacing("/", with: "\\/")]
            + base64Forms(of: secret)
    }

    /// What is in base64 wherever the secret stands in the text that was encoded.
    private static func base64Forms(of secret: String) -> [String] {
        (0..<3).flatMap { shift in
            let whole = Data(repeating: 0x20, count: shift) + Data(secret.utf8)
            let encoded = String(
                whole.prefix(whole.count / 3 * 3).base64EncodedString().dropFirst(shift == 0 ? 0 : 4)
            )
            return [encoded, encoded.replacing("+", with: "-").replacing("/", with: "_")]
        }
    }
}

struct PlantedSecretsTests {
    @Test("The search finds a secret in every form", arguments: PlantedSecrets.all)
    func findsEveryForm(secret: String) throws {
        let encoded = try #require(secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        #expect(PlantedSecrets.found(in: "before \(secret) after").contains(secret))
        #expect(PlantedSecrets.found(in: "key=\(encoded)&").contains(secret))
        for before in ["", "u", "us", "user:"] {
            let text = Data("\(before)\(secret)@".utf8).base64EncodedString()
            #expect(PlantedSecrets.found(in: "Basic \(text)").contains(secret))
        }
        #expect(PlantedSecrets.found(in: "nothing here").isEmpty)
    }
}
