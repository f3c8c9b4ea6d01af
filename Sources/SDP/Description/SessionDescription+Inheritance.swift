// SPDX-License-Identifier: MIT

/// The ICE and DTLS attributes that hold for a media section.
///
/// Where a section does not have its own, those of the session level hold: for ICE
/// [RFC 8839, section 5.4](https://www.rfc-editor.org/rfc/rfc8839.html#section-5.4), for fingerprints
/// [RFC 8122, section 5](https://www.rfc-editor.org/rfc/rfc8122.html#section-5), for the setup role
/// [RFC 8842, section 5](https://www.rfc-editor.org/rfc/rfc8842.html#section-5).
extension SessionDescription {
    /// The ICE user name fragment that holds for `section`.
    public func iceUfrag(for section: MediaSection) -> String? { section.iceUfrag ?? iceUfrag }

    /// The ICE password that holds for `section`.
    public func icePwd(for section: MediaSection) -> String? { section.icePwd ?? icePwd }

    /// The fingerprints that hold for `section`.
    public func fingerprints(for section: MediaSection) -> [Fingerprint] {
        section.hasAttribute("fingerprint") ? section.fingerprints : fingerprints
    }

    /// The role in the DTLS handshake that holds for `section`.
    public func setup(for section: MediaSection) -> SetupRole? { section.setup ?? setup }

    /// Whether the writer of the description is an ICE-lite agent.
    ///
    /// [RFC 8839, section 5.3](https://www.rfc-editor.org/rfc/rfc8839.html#section-5.3).
    public var isICELite: Bool { hasAttribute("ice-lite") }
}
