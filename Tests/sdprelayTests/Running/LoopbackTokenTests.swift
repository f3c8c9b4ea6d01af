// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Ephemeral tokens of the loopback at the running relay, where callers need access keys.
struct LoopbackTokenTests {
    private static let key = "application-key-1"
    private static let secret = String(repeating: "0123456789abcdef", count: 2)

    private func relay(secret: String = secret, _ more: String = "") async throws -> RelayProcess {
        try await RelayProcess(
            configuration: """
                { secret: { value: '\(secret)' }, \(more) providers: { other: { kind: 'loopback' }, openai: { kind: 'openai' } },
                  access_keys: [{ name: 'one', value: '\(Self.key)' }], default_provider: 'loopback', loops: 2 }
                """
        )
    }

    private func request(_ relay: RelayProcess, _ target: String, _ credential: String?, body: String) async throws
        -> HTTPReply
    {
        var fields = [(name: "Content-Type", value: "application/json")]
        if let credential { fields.append((name: "Authorization", value: "Bearer \(credential)")) }
        return try await relay.send(HTTPCall(target: target, fields: fields, body: Array(body.utf8)))
    }

    private func mint(_ relay: RelayProcess, _ body: String = "{}", by credential: String? = key) async throws
        -> HTTPReply
    {
        try await request(relay, "/v1/realtime/client_secrets", credential, body: body)
    }

    private func token(_ relay: RelayProcess, of provider: String = "loopback") async throws -> String {
        let reply = try await request(relay, "/\(provider)/v1/realtime/client_secrets", Self.key, body: "")
        return try #require(try Self.members(of: reply)["value"] as? String)
    }

    private func call(_ relay: RelayProcess, by token: String?, to provider: String = "loopback") async throws
        -> HTTPReply
    {
        let fields = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        return try await relay.exchange(with: provider, fields: fields)
    }

    private static func members(of reply: HTTPReply) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
    }

    private static func error(of reply: HTTPReply) throws -> (code: String?, param: String?) {
        let error = try #require(try members(of: reply)["error"] as? [String: Any])
        return (error["code"] as? String, error["param"] as? String)
    }

    @Test func isMintedAsAtOpenAI() async throws {
        let relay = try await relay()
        let session = #"{"type":"realtime","model":"loopback/m","output_modalities":["text"]}"#
        let before = Int(Date().timeIntervalSince1970)
        let reply = try await mint(
            relay,
            #"{"session":\#(session),"expires_after":{"anchor":"created_at","seconds":60}}"#
        )
        #expect(reply.status == 200)
        let members = try Self.members(of: reply)
        #expect((members["value"] as? String)?.hasPrefix("ek_") == true)
        let expiry = try #require(members["expires_at"] as? Int)
        #expect(expiry >= before + 60 && expiry <= Int(Date().timeIntervalSince1970) + 60)
        let described = try #require(members["session"] as? [String: Any])
        #expect(described["output_modalities"] as? [String] == ["text"])
        #expect(described["model"] as? String == "loopback")
        #expect((described["id"] as? String)?.hasPrefix("sess_") == true)
    }

    @Test func opensTheLoopbackOfEveryReplica() async throws {
        let (first, second) = (try await relay(), try await relay())
        let token = try await token(first)
        for relay in [first, second] {
            let answered = try await call(relay, by: token)
            #expect(answered.status == 201)
            let location = try #require(answered["location"])
            func end(_ token: String) async throws -> Int {
                let fields = [(name: "Authorization", value: "Bearer \(token)")]
                return try await relay.send(HTTPCall(method: "DELETE", target: location, fields: fields)).status
            }
            #expect(try await end(try await self.token(relay)) == 404)
            #expect(try await end(token) == 200)
        }
        // It opens nothing else.
        for target in ["/v1/realtime/providers", "/metrics"] {
            let fields = [(name: "Authorization", value: "Bearer \(token)")]
            #expect(try await first.send(HTTPCall(method: "GET", target: target, fields: fields)).status == 403)
        }
        #expect(!first.log.contains(token) && !second.log.contains(token))
    }

    @Test func othersAreRefused() async throws {
        let relay = try await relay()
        let foreign = try await token(try await self.relay(secret: "x" + Self.secret))
        for (token, provider) in [
            ("ek_made_up", "loopback"), (foreign, "loopback"), (try await token(relay, of: "other"), "loopback"),
            (try await token(relay), "other"), (try await token(relay) + "A", "loopback"),
        ] {
            let refused = try await call(relay, by: token, to: provider)
            #expect(refused.status == 401)
            #expect(try Self.error(of: refused).code == "invalid_api_key")
        }
        let closed = try await self.relay("allow_caller_tokens: false,")
        for token in [try await token(closed), nil] {
            let refused = try await call(closed, by: token)
            #expect(refused.status == 401)
            #expect(try Self.error(of: refused).code == "invalid_access_key")
        }
    }

    @Test func mintsNoOther() async throws {
        let relay = try await relay()
        #expect(try await mint(relay, by: try await token(relay)).status == 403)
        #expect(try await mint(relay, by: "ek_made_up").status == 403)
        #expect(try await mint(relay, by: nil).status == 401)
    }

    @Test func livesAsLongAsIsAskedWithinTheLimits() async throws {
        let relay = try await relay()
        for (text, isGood, param) in [
            (#"{"seconds":10}"#, true, nil), (#"{"anchor":"created_at","seconds":7200}"#, true, nil),
            ("null", true, nil),
            ("{}", true, nil), (#"{"seconds":9}"#, false, "expires_after.seconds"),
            (#"{"seconds":7201}"#, false, "expires_after.seconds"),
            (#"{"seconds":"60"}"#, false, "expires_after.seconds"),
            (#"{"anchor":"now","seconds":60}"#, false, "expires_after.anchor"), ("60", false, "expires_after"),
        ] as [(String, Bool, String?)] {
            let reply = try await mint(relay, #"{"expires_after":\#(text)}"#)
            #expect(reply.status == (isGood ? 200 : 400), "\(text)")
            if !isGood { #expect(try Self.error(of: reply) == ("invalid_value", param)) }
        }
    }

    @Test func holdsASessionUpToALimit() async throws {
        let relay = try await relay()
        func body(_ size: Int) -> String {
            let start = #"{"type":"realtime","model":"m","instructions":""#
            let session = start + String(repeating: "x", count: size - start.utf8.count - 2) + "\"}"
            return #"{"session":\#(session)}"#
        }
        let token = try #require(try Self.members(of: try await mint(relay, body(4096)))["value"] as? String)
        #expect(try await call(relay, by: token).status == 201)
        let refused = try await mint(relay, body(4097))
        #expect(refused.status == 400)
        #expect(try Self.error(of: refused) == ("session_too_large", "session"))
    }

    @Test func aRelayWithoutAccessKeysRefusesMadeUpOnesToo() async throws {
        let relay = try await RelayProcess(configuration: "{ providers: { openai: { kind: 'openai' } }, loops: 1 }")
        #expect(try await call(relay, by: nil).status == 201)
        #expect(try await call(relay, by: "ek_made_up").status == 401)
        #expect(try await call(relay, by: "any-other-key").status == 201)
        let token = try #require(try Self.members(of: try await mint(relay, by: nil))["value"] as? String)
        #expect(try await call(relay, by: token).status == 201)
    }
}
