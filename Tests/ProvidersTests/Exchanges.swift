// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import Providers

/// Providers and exchanges as the tests need them.
enum Exchanges {
    static let offer = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
    static let key = UpstreamCredential.relayKey("sk-relay")
    static let token = UpstreamCredential.callerToken("ek_caller")
    static let boundary = "BOUNDARY"

    static func openAI(
        legacy: LegacyMode? = nil,
        handshake: Handshake? = nil,
        extraFields: [String] = []
    ) -> ConfiguredProvider {
        ConfiguredProvider(
            name: "openai",
            provider: OpenAIProvider(),
            baseURL: "https://api.example",
            keys: ["sk-relay"],
            legacyMode: legacy,
            handshake: handshake,
            extraFields: extraFields
        )
    }

    /// The request for an offer.
    static func offerRequest(
        _ operation: Operation = .call,
        session: String? = nil,
        model: String? = nil,
        query: String? = nil,
        credential: UpstreamCredential = key,
        fields: [String] = [],
        to provider: ConfiguredProvider = openAI(),
        offer: String = offer
    ) throws -> Sent {
        let session = try session.map { text in
            try RealtimeSession(parsing: Array(text.utf8), for: operation, outerModel: model)
        }
        let exchange = ProviderExchange(
            operation: operation,
            payload: .offer(Array(offer.utf8)[...], session: session),
            model: session?.shape == .transcription ? nil : session?.namedModel.map(provider.bareModel) ?? model,
            query: query,
            credential: credential,
            fields: fields,
            boundary: MultipartBoundary(text: boundary)
        )
        return Sent(try provider.provider.request(for: exchange, to: provider))
    }

    /// The request for a client secret or a beta session.
    static func jsonRequest(
        _ operation: Operation,
        body: String,
        model: String? = nil,
        credential: UpstreamCredential = key,
        fields: [String] = [],
        to provider: ConfiguredProvider = openAI()
    ) throws -> Sent {
        let payload: ProviderExchange.Payload
        let named: String?
        if operation == .clientSecret || operation == .translationClientSecret {
            let parsed = try ClientSecretBody(parsing: Array(body.utf8), for: operation, outerModel: model)
            payload = .clientSecret(parsed)
            named = parsed.namedModel
        } else {
            let parsed = try RealtimeSession(parsing: Array(body.utf8), for: operation, outerModel: model)
            payload = .session(parsed)
            named = parsed.namedModel
        }
        let exchange = ProviderExchange(
            operation: operation,
            payload: payload,
            model: named.map(provider.bareModel),
            credential: credential,
            fields: fields,
            boundary: MultipartBoundary(text: boundary)
        )
        return Sent(try provider.provider.request(for: exchange, to: provider))
    }

    /// The request that does something with a call.
    static func controlRequest(
        _ operation: Operation,
        body: String = "",
        credential: UpstreamCredential = key,
        fields: [String] = [],
        to provider: ConfiguredProvider = openAI()
    ) throws -> Sent {
        let body = try ControlBody(parsing: Array(body.utf8), for: operation)
        let exchange = ProviderExchange(
            operation: operation,
            payload: .control(callID: "rtc_1", body),
            model: body.namedModel.map(provider.bareModel),
            credential: credential,
            fields: fields,
            boundary: MultipartBoundary(text: boundary)
        )
        return Sent(try provider.provider.request(for: exchange, to: provider))
    }

    /// The request for a Live session.
    static func liveRequest(_ body: String, query: String? = nil, to provider: ConfiguredProvider = openAI()) throws
        -> Sent
    {
        let body = try LiveSessionBody(parsing: Array(body.utf8))
        let exchange = ProviderExchange(
            operation: .liveSession,
            payload: .live(body),
            model: body.namedModel.map(provider.bareModel),
            query: query,
            credential: key,
            boundary: MultipartBoundary(text: boundary)
        )
        return Sent(try provider.provider.request(for: exchange, to: provider))
    }

    /// A provider of a kind.
    static func provider(
        _ kind: any Provider,
        keys: [ProviderKey] = ["sk-relay"],
        authentication: Authentication? = nil,
        handshake: Handshake? = nil,
        extraQuery: [QueryParameter] = []
    ) -> ConfiguredProvider {
        ConfiguredProvider(
            name: kind.facts.kind,
            provider: kind,
            baseURL: "https://api.example",
            keys: keys,
            authentication: authentication,
            handshake: handshake,
            extraQuery: extraQuery
        )
    }

    /// The form that carries an offer and a session.
    static func form(session: String, offer: String = offer, boundary: String = boundary) -> String {
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"sdp\"\r\nContent-Type: application/sdp\r\n\r\n\(offer)"
            + "\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"session\"\r\n"
            + "Content-Type: application/json\r\n\r\n\(session)\r\n--\(boundary)--\r\n"
    }
}

/// A request as text, to compare with what is expected.
struct Sent: Hashable {
    var method = ProviderEndpoint.Method.post
    var url: String
    var fields: [String]
    var body: String

    init(_ request: UpstreamRequest) {
        method = request.method
        url = request.url
        fields = request.fields
        body = String(decoding: request.body, as: UTF8.self)
    }

    init(_ method: ProviderEndpoint.Method = .post, url: String, fields: [String], body: String) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
    }

    /// A form with this session.
    static func form(_ path: String, session: String, as credential: UpstreamCredential = Exchanges.key) -> Sent {
        Sent(
            url: "https://api.example" + path,
            fields: authorization(credential) + [
                "Content-Type: multipart/form-data; boundary=BOUNDARY", "Accept: application/sdp",
            ],
            body: Exchanges.form(session: session)
        )
    }

    /// The offer alone.
    static func raw(_ path: String, as credential: UpstreamCredential = Exchanges.key) -> Sent {
        Sent(
            url: "https://api.example" + path,
            fields: authorization(credential) + ["Content-Type: application/sdp", "Accept: application/sdp"],
            body: Exchanges.offer
        )
    }

    /// A JSON text.
    static func json(_ path: String, _ body: String, as credential: UpstreamCredential = Exchanges.key) -> Sent {
        Sent(
            url: "https://api.example" + path,
            fields: authorization(credential) + ["Content-Type: application/json", "Accept: application/json"],
            body: body
        )
    }

    private static func authorization(_ credential: UpstreamCredential) -> [String] {
        credential.secretText.map { ["Authorization: Bearer " + $0] } ?? []
    }
}
