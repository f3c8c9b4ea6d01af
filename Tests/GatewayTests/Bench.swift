// SPDX-License-Identifier: MIT

import Cryptography
import EventLoop
import HTTPServer
import Providers
import TestSupport
import SDP
import Signaling
import Testing

@testable import Gateway

/// A gateway with scripted surroundings, asked as the server asks it.
final class Bench: RequestLog {
    static let openAI = ConfiguredProvider(
        name: "openai",
        provider: OpenAIProvider(),
        baseURL: "https://openai.example",
        keys: ["sk-relay"]
    )

    let transport: ScriptedTransport
    let places = PlainLimits(free: 4)
    private(set) var records: [RequestRecord] = []
    private var gateway: Gateway?
    private var configuration: GatewayConfiguration
    private let signaling: SignalingService

    init(
        _ outcome: ScriptedTransport.Outcome = .answer,
        providers: [ConfiguredProvider] = [openAI],
        seed: UInt64 = 1,
        bridge: (any MediaBridge)? = nil,
        _ adjust: (inout GatewayConfiguration) -> Void = { _ in }
    ) {
        transport = ScriptedTransport(outcome)
        let directory = ProviderDirectory(providers: providers, defaultProvider: providers[0].name)
        var configuration = GatewayConfiguration(directory: directory)
        adjust(&configuration)
        self.configuration = configuration
        var time = Duration.milliseconds(100)
        let now: () -> Duration = {
            time += .milliseconds(1)
            return time
        }
        var random = SystemRandomNumberGenerator()
        signaling = SignalingService(
            directory: directory,
            transport: transport,
            calls: CallIDs(
                mode: .provider,
                sealers: [PlainSealer()],
                table: PlainCallTable(),
                lifetime: 3600,
                unixTime: { 1_800_000_000 }
            ),
            exchangeLimits: places,
            bridge: bridge,
            boundary: MultipartBoundary(using: &random),
            limits: .default,
            now: now
        )
        // It need not run: nothing here waits for time or descriptors.
        guard let loop = try? EventLoop() else { preconditionFailure("no descriptors left") }
        guard let hasher = SHA256Hasher() else { preconditionFailure("OpenSSL has SHA-256") }
        gateway = Gateway(
            configuration: configuration,
            signaling: signaling,
            hasher: hasher,
            loop: loop,
            log: self,
            now: now,
            unixTime: { 1_800_000_000 },
            seed: seed
        )
    }

    /// Goes on with another configuration.
    func reload(_ adjust: (inout GatewayConfiguration) throws -> Void) throws {
        try adjust(&configuration)
        try #require(gateway).reload(configuration, signaling: signaling)
    }

    func write(_ record: RequestRecord) {
        records.append(record)
    }

    /// Sends a request to a method and a target, such as `POST /v1/realtime/calls`, as the server would.
    func send(
        _ target: String,
        _ fields: [String] = [],
        body: [UInt8] = [],
        from address: String = "192.0.2.1"
    ) async throws -> HTTPResponse {
        let gateway = try #require(gateway)
        let head = try Self.head(target, fields)
        let address = SocketAddress(ip: try #require(IPAddress(address)), port: 1)
        switch gateway.admission(of: head, from: address) {
        case .reject(let response): return response
        case .readBody(let limit, let finding):
            guard body.count <= limit else { return gateway.response(to: .bodyTooLarge(limit: limit), head: head) }
            return await gateway.respond(
                to: HTTPRequest(
                    head: head,
                    body: body,
                    receivedAt: LoopInstant(nanoseconds: 100_000_000),
                    remoteAddress: address,
                    finding: finding
                )
            )
        }
    }

    func send(_ target: String, _ fields: [String] = [], text: String) async throws -> HTTPResponse {
        try await send(target, fields, body: Array(text.utf8))
    }

    /// Posts an offer as it is; the model stands in the query.
    func post(
        _ offer: String = Texts.offer,
        to target: String = "/v1/realtime/calls?model=m",
        fields: [String] = []
    ) async throws -> HTTPResponse {
        try await send("POST " + target, ["Content-Type: application/sdp"] + fields, text: offer)
    }

    /// Posts a form with the boundary `b`.
    func post(
        form: String,
        to target: String = "/v1/realtime/calls?model=m",
        type: String = "multipart/form-data; boundary=b"
    ) async throws -> HTTPResponse {
        try await send("POST " + target, ["Content-Type: " + type], text: form)
    }

    /// Tells of a failure of the server's own.
    func failure(_ failure: HTTPServerFailure, target: String? = nil, _ fields: [String] = []) throws -> HTTPResponse {
        try #require(gateway).response(to: failure, head: target.map { target in try Self.head(target, fields) })
    }

    static func head(_ target: String, _ fields: [String] = []) throws -> RequestHead {
        let host = fields.contains { $0.hasPrefix("Host:") } ? [] : ["Host: relay.example"]
        let lines = [target + " HTTP/1.1"] + host + fields + ["", ""]
        return try RequestHead(parsing: Array(lines.joined(separator: "\r\n").utf8))
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The `code` of the error envelope; nil if the body is none.
    var code: String? {
        guard let start = text.firstRange(of: #""code":""#)?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "\"" })
    }

    /// The `message` of the error envelope, as long as it has no escapes.
    var message: String? {
        guard let start = text.firstRange(of: #"{"error":{"message":""#)?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "\"" })
    }
}
