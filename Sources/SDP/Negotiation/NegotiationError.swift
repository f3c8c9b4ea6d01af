// SPDX-License-Identifier: MIT

/// Why an offer cannot be answered or an answer cannot be used, and where.
///
/// Holds nothing of the description, so that it is safe to log. Equality includes the position.
public struct NegotiationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure; raw values are stable and fit for a metric label.
    ///
    /// Where ``SDPFinding/Code`` has a code for the same thing, the raw value is the same.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is no audio section that is switched on and carries RTP.
        case noAudio = "no_audio"

        /// No audio section has a codec that the local side takes.
        case noSupportedCodec = "no_supported_codec"

        /// The audio section does not have `a=rtcp-mux`, which is the only way that RTCP is taken.
        case noRTCPMux = "no_rtcp_mux"

        /// There is no `a=ice-ufrag` or no `a=ice-pwd` for the section that carries the call.
        case missingICECredentials = "missing_ice_credentials"

        /// The ICE credentials are too short, too long or hold other characters than ICE allows.
        case malformedICECredentials = "malformed_ice_credentials"

        /// There is no `a=fingerprint` for the section that carries the call.
        case missingFingerprint = "missing_fingerprint"

        /// No fingerprint is by SHA-256, SHA-384 or SHA-512 and of the right length.
        case unsupportedFingerprint = "unsupported_fingerprint"

        /// An offer has no `a=setup` for the section that carries the call.
        case missingSetup = "missing_setup"

        /// The `a=setup` of an offer is neither `actpass`, `active` nor `passive`.
        case unsupportedSetup = "unsupported_setup"

        /// A mid is not a token, or two sections have the same.
        case invalidMid = "invalid_mid"

        /// An answer has not as many media sections as the offer.
        case answerMediaSectionCount = "answer_media_section_count"

        /// A section of an answer is about another medium or transport than that of the offer.
        case answerMediaSectionMismatch = "answer_media_section_mismatch"

        /// A section of an answer has not the mid that the offer has at this place.
        case answerMid = "answer_mid"

        /// The BUNDLE group of an answer lacks a section in use, or names one that the offer's group has not.
        case answerBundle = "answer_bundle"

        /// An answer has neither `a=setup:active` nor `a=setup:passive` for the section that carries the call.
        case answerWithoutSetup = "answer_without_setup"
    }

    /// What is wrong.
    public var code: Code

    /// The line of the description, counted from 1: that of the `m=` line where something is missing.
    public var line: Int

    /// The position and the code.
    public var description: String { "\(line): \(code.rawValue)" }

    init(_ code: Code, line: Int) {
        self.code = code
        self.line = line
    }
}
