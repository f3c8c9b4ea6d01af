// SPDX-License-Identifier: MIT

/// An offer of the local side's own, and the reading of the answer to it.
///
/// Follows [RFC 9429, section 5.2](https://www.rfc-editor.org/rfc/rfc9429.html#section-5.2): audio first, then video and
/// data channels where the local side takes them, all in one BUNDLE group.
public struct SessionOffer: Sendable {
    /// The offer.
    public let description: SessionDescription

    /// The offer as bytes, with CR LF.
    public var bytes: [UInt8] { description.serialized }

    /// What each section is for, in order.
    let sections: [Section]

    enum Section: Hashable, Sendable {
        case media(OfferedMedia)
        case dataChannel(LocalDataChannel, mid: String)

        var mid: String {
            switch self {
            case .media(let media): media.mid
            case .dataChannel(_, let mid): mid
            }
        }
    }

    /// Makes an offer.
    public init(from local: LocalPeer) {
        var taken: Set<UInt8> = []
        var sections: [Section] = [.media(OfferedMedia(kind: .audio, mid: "0", local: local.audio, taken: &taken))]
        if let video = local.video {
            let mid = String(sections.count)
            sections.append(.media(OfferedMedia(kind: .video, mid: mid, local: video, taken: &taken)))
        }
        if let dataChannel = local.dataChannel {
            sections.append(.dataChannel(dataChannel, mid: String(sections.count)))
        }
        self.sections = sections
        description = OfferWriter(sections: sections, local: local).description
    }
}
