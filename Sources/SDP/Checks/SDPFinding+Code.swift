// SPDX-License-Identifier: MIT

extension SDPFinding {
    /// The kinds of finding; raw values are stable and fit for a metric label.
    ///
    /// docs/sdp.md says of each why it is looked for.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The body has no bytes.
        case emptyOffer = "empty_offer"

        /// The body has more bytes than `SDPLimits.maxBytes`.
        case offerTooLarge = "offer_too_large"

        /// A byte begins no valid UTF-8 sequence.
        case notUTF8 = "not_utf8"

        /// There is a NUL, another control character, or a CR without an LF.
        case controlCharacter = "control_character"

        /// The body is a JSON object, not SDP.
        case jsonOffer = "json_offer"

        /// The body does not begin with the line `v=0`.
        case notSDP = "not_sdp"

        /// Every `a=setup` is one that only answers have.
        case answerAsOffer = "answer_as_offer"

        /// There is no audio section that is switched on.
        case noAudio = "no_audio"

        /// There is no `a=ice-ufrag` or no `a=ice-pwd` for the section that carries the call.
        case missingICECredentials = "missing_ice_credentials"

        /// There is no `a=fingerprint` for the section that carries the call.
        case missingFingerprint = "missing_fingerprint"

        /// There are more `m=` lines than `SDPLimits.maxMediaSections`.
        case tooManyMediaSections = "too_many_media_sections"

        /// There is no data channel section.
        case noDataChannel = "no_data_channel"

        /// The data channel section is in the form of the drafts before RFC 8841.
        case legacyDataChannelForm = "legacy_data_channel_form"

        /// There are several media sections and no BUNDLE group.
        case noBundle = "no_bundle"

        /// The last line has no line end.
        case missingFinalLineEnd = "missing_final_line_end"

        /// A line is not of the form `<type>=<value>`, or lacks a field that its type must have.
        case malformedLine = "malformed_line"

        /// An answer does not begin with the line `v=0`.
        case answerNotSDP = "answer_not_sdp"

        /// An answer has not as many media sections as the offer.
        case answerMediaSectionCount = "answer_media_section_count"

        /// An answer has neither `a=setup:active` nor `a=setup:passive`.
        case answerWithoutSetup = "answer_without_setup"

        /// What follows from a finding with this code.
        public var severity: Severity {
            switch self {
            case .emptyOffer, .offerTooLarge, .notUTF8, .controlCharacter, .jsonOffer, .notSDP, .answerAsOffer,
                .noAudio, .missingICECredentials, .missingFingerprint, .tooManyMediaSections,
                .answerNotSDP, .answerMediaSectionCount, .answerWithoutSetup:
                .refusal
            case .noDataChannel, .legacyDataChannelForm, .noBundle, .missingFinalLineEnd, .malformedLine:
                .warning
            }
        }
    }
}
