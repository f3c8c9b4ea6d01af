// SPDX-License-Identifier: MIT

internal import Providers
internal import SDP

/// A caller's offer whose provider is known, and that has passed the check.
struct CheckedOffer {
    let provider: ConfiguredProvider
    let model: String?
    var payload: ProviderExchange.Payload
    /// How many media sections the provider's answer must have.
    var mediaSectionCount: Int

    /// One whose answer comes from the bridge; boxed, so that it takes no room where others wait.
    final class Bridged {
        let offer: CheckedOffer
        let bridge: any MediaBridge

        init(_ offer: CheckedOffer, by bridge: any MediaBridge) {
            self.offer = offer
            self.bridge = bridge
        }
    }

    /// The same with an offer of the relay's own in its place.
    func replacingOffer(_ offer: [UInt8], _ summary: OfferSummary) -> CheckedOffer {
        var result = self
        result.payload = .offer(offer[...], session: payload.session)
        result.mediaSectionCount = summary.mediaSectionCount
        return result
    }
}
