// SPDX-License-Identifier: MIT

/// What the check remembers of the media section that it is in.
struct OfferedSection {
    enum Media {
        case audio
        case video
        case application
        case other

        init(_ media: Range<Int>, in text: Span<UInt8>) {
            if text.equals("audio", in: media) {
                self = .audio
            } else if text.equals("video", in: media) {
                self = .video
            } else if text.equals("application", in: media) {
                self = .application
            } else {
                self = .other
            }
        }
    }

    /// The line number of the `m=` line.
    let line: Int
    let media: Media
    let hasPortZero: Bool

    /// Whether the transport is SCTP over DTLS.
    let isSCTP: Bool

    /// Whether the transport or an attribute is that of the drafts before RFC 8841.
    var isLegacySCTP: Bool
    var isBundleOnly = false
    var mid: Range<Int>?
    var attributes: TransportAttributes = []

    /// Whether the section is switched off: RFC 3264, section 5.1, with the exception that RFC 9143, section 6 makes
    /// for sections that wait for their bundle.
    var isRejected: Bool { hasPortZero && !isBundleOnly }

    /// `fields` is nil for an `m=` line that lacks some; what media it is about can be told all the same.
    init(_ line: TextLine, _ fields: MediaLineFields?, in text: Span<UInt8>) {
        self.line = line.number
        guard let fields else {
            var rest = line.value
            media = Media(text.nextToken(of: &rest), in: text)
            (hasPortZero, isSCTP, isLegacySCTP) = (false, false, false)
            return
        }
        media = Media(fields.media, in: text)
        hasPortZero = fields.port == 0
        isLegacySCTP = text.equals("DTLS/SCTP", in: fields.transport)
        isSCTP =
            isLegacySCTP || text.equals("UDP/DTLS/SCTP", in: fields.transport)
            || text.equals("TCP/DTLS/SCTP", in: fields.transport)
    }
}
