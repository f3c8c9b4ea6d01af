// SPDX-License-Identifier: MIT

internal import JSONText
public import Providers
public import Signaling

/// The registry of what is configured, without addresses or secrets, as `GET /v1/realtime/providers` gives it.
public enum ProviderListing {
    /// The providers that a caller may use (JSON).
    public static func json(of directory: ProviderDirectory, where mayUse: (ConfiguredProvider) -> Bool) -> [UInt8] {
        var writer = JSONObjectWriter(capacity: 1024)
        writer.write("object", "list")
        writer.write("default_provider", directory.defaultProvider)
        writer.write("data", array: directory.providers.filter(mayUse).map(entry))
        return writer.finish()
    }

    /// One provider.
    static func entry(of provider: ConfiguredProvider) -> [UInt8] {
        let facts = provider.provider.facts
        var writer = JSONObjectWriter(capacity: 1024)
        writer.write("object", "provider")
        writer.write("name", provider.name)
        writer.write("kind", facts.kind)
        writer.write("title", facts.title)
        writer.write("webrtc", facts.supportsWebRTC)
        if facts.supportsWebRTC { writer.write("handshake", provider.handshake.rawValue) }
        writer.write("legacy", provider.legacyMode.rawValue)
        writer.write("authentication", provider.authentication.rawValue)
        writer.write("client_secrets", facts.supportsClientSecrets)
        writer.write("caller_tokens", provider.takesCallerTokens)
        writer.writeOrNull("data_channel_label", facts.dataChannelLabel)
        writer.writeOrNull("websocket_path", facts.webSocket?.path)
        writer.writeOrNull("websocket_subprotocol", facts.webSocket?.subprotocol)
        writer.write("event_vocabulary", facts.eventVocabulary.rawValue)
        writer.write("query_parameters", array: facts.passedQueryParameters.map(JSONQuoting.quoted))
        let control = facts.callControl.map { JSONQuoting.quoted($0.rawValue) }
        writer.write("call_control", array: control)
        writer.write("limits", raw: limits(facts.limits))
        writer.write("endpoints", array: facts.endpoints.map(endpoint))
        return writer.finish()
    }

    private static func limits(_ limits: ProviderLimits) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.writeIfPresent("client_secret_seconds_min", limits.clientSecretSeconds?.lowerBound)
        writer.writeIfPresent("client_secret_seconds_max", limits.clientSecretSeconds?.upperBound)
        writer.writeIfPresent("body_bytes", limits.bodyBytes)
        return writer.finish()
    }

    private static func endpoint(_ endpoint: ProviderEndpoint) -> [UInt8] {
        var writer = JSONObjectWriter(capacity: 128)
        writer.write("operation", endpoint.operation.rawValue)
        writer.write("method", endpoint.method.rawValue)
        writer.write("path", endpoint.path)
        let handshakes = endpoint.handshakes.map { JSONQuoting.quoted($0.rawValue) }
        writer.write("handshakes", array: handshakes)
        return writer.finish()
    }
}
