// SPDX-License-Identifier: MIT

internal import RTP
internal import SDP

extension ForwardingRules {
    /// The rules by which packets of one kind of media go from a connection to another; nil if none may.
    ///
    /// - Parameters:
    ///   - source: What has been agreed on where packets come from.
    ///   - target: What has been agreed on where they go to.
    ///   - ssrc: What they get there.
    init?(from source: NegotiatedMedia, to target: NegotiatedMedia, ssrc: UInt32) {
        guard source.direction.receives, target.direction.sends else { return nil }
        let types = source.codecs.compactMap { codec -> PayloadType? in
            guard let match = target.codecs.first(where: { $0.codec == codec.codec }) else { return nil }
            return PayloadType(
                incoming: codec.receivingPayloadType,
                outgoing: match.sendingPayloadType,
                clockRate: codec.codec.clockRate
            )
        }
        guard !types.isEmpty else { return nil }
        let extensions = source.extensions.compactMap { element -> HeaderExtension? in
            // The mid is that of the section over there.
            guard element.kind != .mid, let incoming = source.receivingID(of: element.kind),
                let outgoing = target.sendingID(of: element.kind)
            else { return nil }
            return HeaderExtension(incoming: incoming, outgoing: outgoing)
        }
        self.init(
            payloadTypes: types,
            ssrc: ssrc,
            extensions: Array(extensions.prefix(Self.maxExtensions)),
            midID: target.sendingID(of: .mid),
            mid: Array((target.mid ?? "").utf8.prefix(Self.maxMidLength))
        )
    }
}
