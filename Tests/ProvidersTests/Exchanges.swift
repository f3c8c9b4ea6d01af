// SPDX-License-Identifier: MIT

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
        handshake: Handshake = .multipart,
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
        if operation == .clientSecret {
            let parsed = try ClientSecretBody(parsing: Array(body.utf8), outerModel: model)
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

    /// The form that carries an offer and a session.
    static func form(session: String, offer: String = offer, boundary: String = boundary) -> String {
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"sdp\"\r\nContent-Type: application/sdp\r\n\r\n\(offer)"
            + "\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"session\"\r\n"
            + "Content-Type: application/json\r\n\r\n\(session)\r\n--\(boundary)--\r\n"
    }
}

/// A request as text, to compare with what is expected.
struct Sent: Hashable {
    var url: String
    var fields: [String]
    var body: String

    init(_ request: UpstreamRequest) {
        url = request.url
        fields = request.fields
        body = String(decoding: request.body, as: UTF8.self)
    }

    private init(url: String, fields: [String], body: String) {
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
