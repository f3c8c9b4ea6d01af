// SPDX-License-Identifier: MIT

internal import Bridge
internal import ICE
internal import Providers
internal import RealtimeEvents
internal import Signaling
internal import UpstreamHTTP

extension BridgedCallSettings {
    /// What a call with a provider is to do.
    init(
        _ offer: BridgedOffer,
        _ entry: RelayConfiguration.ProviderEntry,
        showsContent: Bool
    ) {
        self.init()
        let facts = offer.provider.provider.facts
        let settings = entry.bridge
        if let label = facts.dataChannelLabel { eventsLabel = label }
        providerVocabulary = Self.vocabulary(of: offer)
        clientVocabulary = providerVocabulary
        // Who comes by a route of the beta speaks the beta, whatever the provider is asked by.
        let carriesBeta = offer.operation == .legacyCall && offer.provider.legacyMode == .ga
        if carriesBeta, providerVocabulary == .openAI, settings.translates ?? true { clientVocabulary = .beta }
        sessionType = Self.sessionType(of: offer)
        policy = settings.policy
        maximumDuration = settings.maxDuration
        idleTimeout = settings.idleTimeout
        let allowsPrivate = settings.allowsPrivateCandidates ?? entry.policy.allowPrivateNetwork
        remotePolicy = allowsPrivate || offer.provider.provider is LoopbackProvider ? .any : .globalOnly
        negotiatedChannel = offer.negotiatedChannel
        let provider = offer.provider
        bareModel = { provider.bareModel($0) }
        self.showsContent = showsContent
    }

    /// The session of a caller's own token is known to nobody here; without one the relay makes a conversation.
    private static func sessionType(of offer: BridgedOffer) -> String? {
        if let session = offer.session { return session.typeName }
        return offer.caller.token == nil ? RealtimeSession.Shape.realtime.rawValue : nil
    }

    private static func vocabulary(of offer: BridgedOffer) -> Vocabulary? {
        if offer.operation == .translationCall { return .translation }
        if offer.operation == .legacyCall, offer.provider.legacyMode == .beta { return .beta }
        return switch offer.provider.provider.facts.eventVocabulary {
        case .openAI, .azureVoiceLive: .openAI
        case .gemini: .gemini
        case .elevenLabs: .elevenLabs
        case .deepgram, .hume, .novaSonic, .speechmatics, .soniox, .ultravox, .meta: nil
        }
    }
}
