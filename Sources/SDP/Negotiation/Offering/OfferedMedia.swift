// SPDX-License-Identifier: MIT

/// What an offer of our own says in an audio or video section.
struct OfferedMedia: Hashable, Sendable {
    struct Codec: Hashable, Sendable {
        var codec: RTPCodec
        var payloadType: UInt8

        /// What `a=fmtp` says.
        var parameters: String?
    }

    var kind: NegotiatedMedia.Kind
    var mid: String
    var local: LocalMedia
    var codecs: [Codec]
    var extensions: [NegotiatedExtension]

    /// Gives each codec the payload type that browsers give it, or the next that is free.
    init(kind: NegotiatedMedia.Kind, mid: String, local: LocalMedia, taken: inout Set<UInt8>) {
        self.kind = kind
        self.mid = mid
        self.local = local
        var wanted = local.codecs
        if local.takesTelephoneEvents, let first = local.codecs.first {
            wanted.append(.telephoneEvent(clockRate: first.clockRate))
        }
        codecs = []
        for codec in wanted {
            guard let payloadType = Self.payloadType(for: codec, taken: &taken) else { continue }
            codecs.append(Codec(codec: codec, payloadType: payloadType, parameters: Self.parameters(of: codec)))
        }
        // The same id for the same extension in all sections: a BUNDLE group has one space for them.
        extensions = []
        for (id, kind) in zip(UInt8(1)..., RTPHeaderExtension.allCases) where local.extensions.contains(kind) {
            extensions.append(NegotiatedExtension(kind: kind, id: id, direction: .sendrecv))
        }
    }

    private static func payloadType(for codec: RTPCodec, taken: inout Set<UInt8>) -> UInt8? {
        let usual: UInt8? =
            switch codec {
            case .opus: 111
            case .telephoneEvent(clockRate: 48000): 110
            case .telephoneEvent(clockRate: 8000): 126
            case .pcmu: 0
            case .pcma: 8
            case .vp8: 96
            case .h264: 102
            default: nil
            }
        if let usual, taken.insert(usual).inserted { return usual }
        // RFC 5761, section 4: 64 to 95 could be taken for RTCP.
        return (Array(112...125) + Array(35...63)).first { taken.insert($0).inserted }
    }

    private static func parameters(of codec: RTPCodec) -> String? {
        switch codec {
        case .opus: "minptime=10;useinbandfec=1"
        // Constrained baseline in the packetization that RFC 7742, section 6.2 asks for.
        case .h264: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
        default: nil
        }
    }
}
