// SPDX-License-Identifier: MIT

extension OfferPass {
    /// What can only be told once the whole offer is read.
    mutating func judge() throws(SDPFinding) {
        try judgeRole()
        try judgeAudio()
        try judgeTransport()
        try judgeDataChannel()
        if !summary.hasBundle, let line = sections.secondLine {
            try findings.add(
                SDPFinding(
                    .noBundle,
                    line: line,
                    "There are several media sections and no a=group:BUNDLE: providers answer with one transport only."
                )
            )
        }
        if let lastLine, lastLine.ending == .none {
            try findings.add(
                SDPFinding(
                    .missingFinalLineEnd,
                    line: lastLine.number,
                    column: lastLine.column(of: lastLine.contents.upperBound),
                    "The last line has no line end, which providers refuse as an early end of file: do not trim SDP."
                )
            )
        }
    }

    private mutating func judgeRole() throws(SDPFinding) {
        guard let answeringSetup, !hasOfferingSetup else { return }
        try findings.add(
            SDPFinding(
                .answerAsOffer,
                line: answeringSetup.line,
                column: answeringSetup.column,
                "This is an answer, because a=setup has made the choice that an offer leaves open: send the result of "
                    + "createOffer, which has a=setup:actpass."
            )
        )
    }

    private mutating func judgeAudio() throws(SDPFinding) {
        guard !sections.hasAudio else { return }
        if let line = sections.rejectedAudioLine {
            try findings.add(
                SDPFinding(
                    .noAudio,
                    line: line,
                    "The audio section is switched off (port 0 without a=bundle-only), and providers need one."
                )
            )
        } else {
            try findings.add(
                SDPFinding(
                    .noAudio,
                    line: sections.firstLine ?? lastLine?.number ?? 1,
                    "There is no audio section, and providers need one: add an audio track or transceiver before "
                        + "createOffer."
                )
            )
        }
    }

    private mutating func judgeTransport() throws(SDPFinding) {
        guard let carrier = sections.carrier else { return }
        let attributes = carrier.attributes.union(sessionAttributes)
        if !attributes.isSuperset(of: .iceCredentials) {
            let missing =
                switch (attributes.contains(.iceUfrag), attributes.contains(.icePwd)) {
                case (true, _): "a=ice-pwd"
                case (_, true): "a=ice-ufrag"
                default: "a=ice-ufrag and a=ice-pwd"
                }
            try findings.add(
                SDPFinding(
                    .missingICECredentials,
                    line: carrier.line,
                    "Neither the session level nor the media section that carries the call has \(missing)."
                )
            )
        }
        if !attributes.contains(.fingerprint) {
            try findings.add(
                SDPFinding(
                    .missingFingerprint,
                    line: carrier.line,
                    "Neither the session level nor the media section that carries the call has an a=fingerprint."
                )
            )
        }
    }

    private mutating func judgeDataChannel() throws(SDPFinding) {
        if !summary.hasDataChannel, let line = sections.firstLine {
            try findings.add(
                SDPFinding(
                    .noDataChannel,
                    line: line,
                    "There is no data channel section, so that no events can flow: call createDataChannel before "
                        + "createOffer."
                )
            )
        }
        if let line = sections.legacyDataChannelLine {
            try findings.add(
                SDPFinding(
                    .legacyDataChannelForm,
                    line: line,
                    "The data channel section is in the form before RFC 8841 (DTLS/SCTP with a=sctpmap)."
                )
            )
        }
    }
}
