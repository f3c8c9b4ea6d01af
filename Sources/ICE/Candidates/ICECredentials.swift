// SPDX-License-Identifier: MIT

internal import Cryptography

/// A user name fragment and a password (RFC 8839 section 5.4), with the key that checks are protected with.
public struct ICECredentials: Sendable {
    /// How long a fragment is.
    public static let ufragLengths = 4...256
    /// How long a password is.
    public static let passwordLengths = 22...256
    /// How long fragments of our own are: 48 random bits, 24 being required (RFC 8445 section 5.3).
    public static let generatedUfragLength = 8
    /// How long passwords of our own are: 144 random bits, 128 being required.
    public static let generatedPasswordLength = 24

    /// Shared by all copies, which are made for every check.
    private final class Storage: Sendable {
        let ufrag: [UInt8]
        let password: [UInt8]
        let key: HMACSHA1

        init(ufrag: [UInt8], password: [UInt8]) {
            self.ufrag = ufrag
            self.password = password
            key = HMACSHA1(key: password)
        }
    }

    private let storage: Storage

    /// The fragment.
    public var ufrag: String { String(decoding: storage.ufrag, as: UTF8.self) }
    /// The password: a secret.
    public var password: String { String(decoding: storage.password, as: UTF8.self) }
    var ufragBytes: [UInt8] { storage.ufrag }
    var key: HMACSHA1 { storage.key }

    /// Takes what a description says; nil if a length or a character is wrong.
    public init?(ufrag: String, password: String) {
        let ufragBytes = Array(ufrag.utf8)
        let passwordBytes = Array(password.utf8)
        guard Self.ufragLengths.contains(ufragBytes.count), ICECharacters.areValid(ufragBytes),
            Self.passwordLengths.contains(passwordBytes.count), ICECharacters.areValid(passwordBytes)
        else { return nil }
        self.init(checkedUfrag: ufragBytes, password: passwordBytes)
    }

    /// Draws new ones; the generator is the system's or as good.
    public init(using generator: inout some RandomNumberGenerator) {
        self.init(
            checkedUfrag: ICECharacters.random(Self.generatedUfragLength, using: &generator),
            password: ICECharacters.random(Self.generatedPasswordLength, using: &generator)
        )
    }

    private init(checkedUfrag ufrag: [UInt8], password: [UInt8]) {
        storage = Storage(ufrag: ufrag, password: password)
    }
}

extension ICECredentials: Equatable {
    /// Whether fragment and password are the same; not for untrusted input.
    public static func == (first: ICECredentials, second: ICECredentials) -> Bool {
        first.ufrag == second.ufrag && first.password == second.password
    }
}

extension ICECredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The fragment only.
    public var description: String { "ICE credentials of \(ufrag)" }
    /// The fragment only.
    public var debugDescription: String { description }
    /// The fragment only.
    public var customMirror: Mirror { Mirror(self, children: ["ufrag": ufrag]) }
}
