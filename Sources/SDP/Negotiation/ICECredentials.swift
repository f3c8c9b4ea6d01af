// SPDX-License-Identifier: MIT

/// The ICE user name fragment and password of one side.
///
/// Shows nothing when printed, reflected or dumped: the password is a secret of the call.
/// [RFC 8839, section 5.4](https://www.rfc-editor.org/rfc/rfc8839.html#section-5.4).
public struct ICECredentials: Hashable, Sendable {
    /// The lengths that a user name fragment may have, in characters.
    public static let ufragLengths = 4...256

    /// The lengths that a password may have, in characters.
    public static let pwdLengths = 22...256

    /// The user name fragment.
    public let ufrag: String

    /// The password.
    public let pwd: String

    /// Nil unless both have a length that ICE allows and hold only its characters.
    ///
    /// Beside letters, digits, `+` and `/` of the RFC these are `-`, `=`, `#` and `_`, which older stacks write and
    /// browsers take. A colon is never among them: it separates the fragments in a STUN user name.
    public init?(ufrag: String, pwd: String) {
        guard Self.ufragLengths.contains(ufrag.utf8.count), Self.pwdLengths.contains(pwd.utf8.count),
            ufrag.utf8.allSatisfy(Self.isAllowed), pwd.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.ufrag = ufrag
        self.pwd = pwd
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
            UInt8(ascii: "="), UInt8(ascii: "#"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension ICECredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder.
    public var description: String { "<ICE credentials>" }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
