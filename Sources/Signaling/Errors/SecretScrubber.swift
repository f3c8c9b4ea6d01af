// SPDX-License-Identifier: MIT

internal import Providers

/// Takes secrets out of an upstream's words before a caller or a log sees them.
///
/// It works on bytes: as characters, a secret with a combining mark behind it would be another text.
struct SecretScrubber {
    private static let mark = Array("[redacted]".utf8)
    /// What tokens and ICE passwords begin with, in lower case.
    private static let prefixes = ["sk-", "ek_", "sk_", "ice-pwd:", "bearer "].map { Array($0.utf8) }
    /// How long a token is at least after its beginning.
    private static let shortestSecret = 6
    private static let shortestFieldSecret = 16

    private let secrets: [[UInt8]]

    init(secrets: [String]) {
        self.secrets = secrets.filter { !$0.isEmpty }.map { Array($0.utf8) }
    }

    /// For what a provider says: its keys, the credential that it was shown, and the values of configured fields that
    /// are long enough to be keys.
    init(provider: ConfiguredProvider, credential: UpstreamCredential) {
        let fields = provider.extraFields.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
        let secrets = provider.keys.map(\.secret) + fields.filter { $0.utf8.count >= Self.shortestFieldSecret }
        self.init(secrets: secrets + [credential.secretText].compactMap(\.self))
    }

    /// The text without the known secrets, and without anything that looks like a token or an ICE password.
    func scrub(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if let secret = secrets.first(where: { bytes[position...].starts(with: $0) }) {
                result += Self.mark
                position += secret.count
            } else if let token = Self.token(in: bytes, at: position) {
                result += bytes[position..<token.lowerBound] + Self.mark
                position = token.upperBound
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the secret part of a token that begins at `position` stands; nil if none begins there.
    private static func token(in text: [UInt8], at position: Int) -> Range<Int>? {
        // `task-based` and `week_number` are words.
        guard position == 0 || !isLetterOrDigit(text[position - 1]),
            let prefix = prefixes.first(where: { hasPrefix($0, text[position...]) })
        else { return nil }
        var rest = text[position...].dropFirst(prefix.count)
        if prefix.last == UInt8(ascii: ":") { rest = rest.drop { $0 == UInt8(ascii: " ") } }
        let token = rest.prefix(while: isTokenByte)
        return token.count >= shortestSecret ? token.indices : nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }

    /// Visible ASCII, without what closes a quotation.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7f && !"\"',;)<>".utf8.contains(byte)
    }

    private static func hasPrefix(_ prefix: [UInt8], _ text: ArraySlice<UInt8>) -> Bool {
        text.prefix(prefix.count).lazy.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }.elementsEqual(prefix)
    }
}
