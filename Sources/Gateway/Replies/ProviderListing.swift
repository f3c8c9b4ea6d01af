// SPDX-License-Identifier: MIT

internal import JSONText
internal import Providers
internal import Signaling

/// The registry of what is configured, without addresses or secrets, as `GET /v1/realtime/providers` gives it.
enum ProviderListing {
    static func json(of directory: ProviderDirectory) -> [UInt8] {
        var writer = JSONObjectWriter(capacity: 1024)
        writer.write("object", "list")
        writer.write("default_provider", directory.defaultProvider)
        writer.write("data", raw: array(directory.providers.map(entry)))
        return writer.finish()
    }

    private static func entry(of provider: ConfiguredProvider) -> [UInt8] {
        let facts = provider.provider.facts
        var writer = JSONObjectWriter(capacity: 512)
        writer.write("object", "provider")
        writer.write("name", provider.name)
        writer.write("kind", facts.kind)
        writer.write("title", facts.title)
        writer.write("webrtc", facts.endpoint(for: .call) != nil)
        writer.write("handshake", provider.handshake.rawValue)
        writer.write("legacy", provider.legacyMode.rawValue)
        writer.write("authentication", facts.authentication.rawValue)
        writer.write("client_secrets", facts.supportsClientSecrets)
        writer.write("data_channel_label", facts.dataChannelLabel)
        writer.write("websocket_subprotocol", facts.webSocketSubprotocol)
        writer.write("event_vocabulary", facts.eventVocabulary.rawValue)
        writer.write("query_parameters", raw: array(facts.passedQueryParameters.map(JSONQuoting.quoted)))
        writer.write("endpoints", raw: array(facts.endpoints.map(endpoint)))
        return writer.finish()
    }

    private static func endpoint(_ endpoint: ProviderFacts.Endpoint) -> [UInt8] {
        var writer = JSONObjectWriter(capacity: 128)
        writer.write("operation", endpoint.operation.rawValue)
        writer.write("path", endpoint.path)
        writer.write("handshakes", raw: array(endpoint.handshakes.map { JSONQuoting.quoted($0.rawValue) }))
        return writer.finish()
    }

    private static func array(_ elements: [[UInt8]]) -> [UInt8] {
        [UInt8(ascii: "[")] + Array(elements.joined(separator: [UInt8(ascii: ",")])) + [UInt8(ascii: "]")]
    }
}
