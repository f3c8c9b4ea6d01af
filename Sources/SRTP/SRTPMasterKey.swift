// SPDX-License-Identifier: MIT

/// A master key and its master salt (RFC 3711, section 3.2.1), for one direction.
///
/// What prints or mirrors it shows neither.
public struct SRTPMasterKey: Hashable, Sendable {
    let bytes: [UInt8]

    /// The profile that it is for.
    public let profile: SRTPProfile

    /// Takes key and salt; nil unless both have the profile's lengths.
    public init?(profile: SRTPProfile, key: [UInt8], salt: [UInt8]) {
        guard key.count == profile.keySize, salt.count == profile.saltSize else { return nil }
        self.profile = profile
        bytes = key + salt
    }
}

extension SRTPMasterKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The profile only.
    public var description: String { "SRTPMasterKey(\(profile))" }

    /// The profile only.
    public var debugDescription: String { description }

    /// The profile only.
    public var customMirror: Mirror { Mirror(self, children: ["profile": profile]) }
}

/// The master keys of both directions, as an endpoint sees them.
public struct SRTPKeyingMaterial: Hashable, Sendable {
    /// What this endpoint protects with.
    public let local: SRTPMasterKey

    /// What the peer protects with.
    public let remote: SRTPMasterKey

    /// The profile of both.
    public var profile: SRTPProfile { local.profile }

    /// Takes both directions; nil when their profiles differ.
    public init?(local: SRTPMasterKey, remote: SRTPMasterKey) {
        guard local.profile == remote.profile else { return nil }
        self.local = local
        self.remote = remote
    }
}
