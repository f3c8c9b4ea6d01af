// SPDX-License-Identifier: MIT

/// The attributes of ICE and DTLS, as they stand at this level.
///
/// For a media section that may inherit them from the session level, ask the ``SessionDescription``.
extension AttributeScope {
    /// The ICE user name fragment.
    ///
    /// [RFC 8839, section 5.4](https://www.rfc-editor.org/rfc/rfc8839.html#section-5.4).
    public var iceUfrag: String? { attribute("ice-ufrag") }

    /// The ICE password, a secret of the call.
    public var icePwd: String? { attribute("ice-pwd") }

    /// The ICE options, such as `trickle`.
    ///
    /// [RFC 8839, section 5.6](https://www.rfc-editor.org/rfc/rfc8839.html#section-5.6).
    public var iceOptions: [String] {
        attributes("ice-options").flatMap { $0.split(separator: " ").map(String.init) }
    }

    /// The values of the candidate lines, as they came.
    ///
    /// [RFC 8839, section 5.1](https://www.rfc-editor.org/rfc/rfc8839.html#section-5.1).
    public var candidates: [String] { attributes("candidate") }

    /// Whether no more candidates follow.
    ///
    /// [RFC 8840](https://www.rfc-editor.org/rfc/rfc8840.html).
    public var hasEndOfCandidates: Bool { hasAttribute("end-of-candidates") }

    /// The certificate fingerprints that can be read, in order.
    public var fingerprints: [Fingerprint] { attributes("fingerprint").compactMap(Fingerprint.init) }

    /// The role in the DTLS handshake.
    public var setup: SetupRole? { attribute("setup").flatMap(SetupRole.init) }
}
