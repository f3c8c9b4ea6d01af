// SPDX-License-Identifier: MIT

/// The ICE and DTLS side of the peer, as its description gives it for the section that carries the call.
struct RemoteTransport {
    var credentials: ICECredentials
    var fingerprints: [Fingerprint]

    /// Nil where no level says who opens the association, or in a word that is not known.
    var setup: SetupRole?
    var hasSetup: Bool
    var candidates: [String]
    var hasEndOfCandidates: Bool

    /// Reads the attributes of the section at `carrier`; where it has none those of the section at `tag`, which the
    /// BUNDLE group names first, and of the session level hold.
    ///
    /// [RFC 9143, section 7.1.3](https://www.rfc-editor.org/rfc/rfc9143.html#section-7.1.3).
    init(of carrier: Int, tag: Int?, in description: SessionDescription) throws(NegotiationError) {
        let line = description.lineNumber(ofSection: carrier)
        let own = description.mediaSections[carrier]
        let tagged = tag.map { description.mediaSections[$0] }
        var levels: [any AttributeScope] = [own]
        if let tagged { levels.append(tagged) }
        levels.append(description)

        // Fragment and password may stand on different levels, as RFC 8839, section 5.4 has a default for each.
        guard let ufrag = levels.lazy.compactMap({ $0.iceUfrag }).first(where: { !$0.isEmpty }),
            let pwd = levels.lazy.compactMap({ $0.icePwd }).first(where: { !$0.isEmpty })
        else { throw NegotiationError(.missingICECredentials, line: line) }
        guard let credentials = ICECredentials(ufrag: ufrag, pwd: pwd) else {
            throw NegotiationError(.malformedICECredentials, line: line)
        }
        self.credentials = credentials

        guard let prints = levels.first(where: { $0.attribute("fingerprint")?.isEmpty == false })?.fingerprints else {
            throw NegotiationError(.missingFingerprint, line: line)
        }
        fingerprints = Array(prints.lazy.filter(\.isSupported).prefix(Self.maxFingerprints))
        guard !fingerprints.isEmpty else { throw NegotiationError(.unsupportedFingerprint, line: line) }

        let role = levels.first { $0.hasAttribute("setup") }
        hasSetup = role != nil
        setup = role?.setup
        let place = own.hasAttribute("candidate") ? own : tagged ?? own
        candidates = Array(place.candidates.prefix(NegotiatedSession.maxRemoteCandidates))
        hasEndOfCandidates = place.hasEndOfCandidates || description.hasEndOfCandidates
    }

    /// More than one for each hash function make no sense.
    static let maxFingerprints = 8
}

extension Fingerprint {
    /// Whether the hash function is one of those that are strong enough, and the hash has its length.
    ///
    /// [RFC 8122, section 5](https://www.rfc-editor.org/rfc/rfc8122.html#section-5) has SHA-256 as the one that all
    /// must know; SHA-1 is broken.
    public var isSupported: Bool {
        switch hashFunction {
        case "sha-256": bytes.count == 32
        case "sha-384": bytes.count == 48
        case "sha-512": bytes.count == 64
        default: false
        }
    }
}
