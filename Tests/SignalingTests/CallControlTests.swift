// SPDX-License-Identifier: MIT

import Providers
import TestSupport
import Testing

@testable import Signaling

@Suite("Control of calls")
struct CallControlTests {
    private static let keys: [ProviderKey] = [
        ProviderKey(name: "first", secret: "sk-1"), ProviderKey(name: "second", secret: "sk-2"),
    ]
    private static let owner = Caller(identity: .accessKey("app"), owner: OwnerDigest(high: 7, low: 2))
    private static let stranger = Caller(identity: .accessKey("other"), owner: OwnerDigest(high: 7, low: 3))
    private static let server = Caller(
        identity: .accessKey("server"),
        owner: OwnerDigest(high: 9, low: 9),
        isTrusted: true
    )

    private func bench(
        _ outcomes: [ScriptedTransport.Outcome] = [.answer, .response(200, body: "")],
        keys: [ProviderKey] = keys,
        mode: CallIDs.Mode = .sealed,
        sealers: [any CallSealer] = [PlainSealer()]
    ) -> Bench {
        Bench(
            outcomes,
            providers: [Bench.provider("openai", OpenAIProvider(), keys: keys), Bench.local],
            callIDs: mode,
            sealers: sealers
        )
    }

    private func call(_ bench: Bench, by caller: Caller = owner) async throws -> String {
        let (result, _) = await bench.exchange(caller: caller)
        return try #require(result.success?.callID)
    }

    private func expectNotFound(
        _ result: Result<SignalingReply, RelayError>,
        _ sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            result.failure == RelayError(.callNotFound, stage: .request, param: "call_id"),
            sourceLocation: sourceLocation
        )
    }

    // MARK: Sealed ids

    @Test("an id says nothing of the provider's, and leads back to it, with the key that made the call")
    func sealed() async throws {
        let done = ScriptedTransport.Outcome.response(200, body: "")
        let bench = bench([.answer, done, .answer, done, .answer, done])
        for key in ["sk-1", "sk-2", "sk-1"] {
            let id = try await call(bench)
            #expect(id.hasPrefix("rtc_"))
            #expect(!id.contains("rtc_1"))
            let (result, record) = await bench.control(.hangUpCall, id, caller: Self.owner)
            #expect(result.success?.content == .nothing)
            #expect(record.key == (key == "sk-1" ? "first" : "second"))
            let sent = try #require(bench.transport.sent.last)
            #expect(sent.request.url == "https://openai.example/v1/realtime/calls/rtc_1/hangup")
            #expect(sent.request.fields.first == "Authorization: Bearer " + key)
        }
    }

    @Test("a key that is configured no longer is replaced by another one")
    func lostKey() async throws {
        let id = try await call(bench(keys: [ProviderKey(name: "gone", secret: "sk-0")]))
        let later = bench([.response(200, body: "")])
        let (result, _) = await later.control(.hangUpCall, id, caller: Self.owner)
        #expect(result.success != nil)
        #expect(later.authorizations == ["Authorization: Bearer sk-1"])
    }

    @Test("another replica with the same secret knows the call, one with another does not")
    func replicas() async throws {
        let id = try await call(bench(sealers: [PlainSealer(mark: "a")]))
        let same = bench([.response(200, body: "")], sealers: [PlainSealer(mark: "b"), PlainSealer(mark: "a")])
        #expect(await same.control(.hangUpCall, id, caller: Self.owner).0.success != nil)
        let other = bench(sealers: [PlainSealer(mark: "b")])
        expectNotFound(await other.control(.hangUpCall, id, caller: Self.owner).0)
        #expect(other.transport.sent.isEmpty)
    }

    @Test("a call is its owner's, and of whoever is trusted")
    func ownership() async throws {
        let bench = bench()
        let id = try await call(bench)
        for caller in [
            Self.stranger, Bench.caller(token: "ek_other"), Caller(identity: .anyone, owner: .none, isOpen: true),
            Caller(identity: .accessKey("app"), owner: OwnerDigest(high: 7, low: 2), providers: ["local"]),
        ] {
            for operation in [Providers.Operation.hangUpCall, .acceptCall, .referCall, .rejectCall] {
                // What is sent along makes no difference to what is told.
                expectNotFound(await bench.control(operation, id, body: "{", caller: caller).0)
            }
        }
        #expect(bench.transport.sent.count == 1)
        #expect(await bench.control(.hangUpCall, id, caller: Self.server).0.success != nil)
        #expect(await bench.control(.hangUpCall, id, caller: Self.owner).0.success != nil)
    }

    @Test("a call that was made with the caller's own token is controlled with it")
    func callerToken() async throws {
        let bench = bench()
        let caller = Bench.caller(token: "ek_caller")
        let id = try await call(bench, by: caller)
        #expect(await bench.control(.hangUpCall, id, caller: caller).0.success != nil)
        #expect(bench.authorizations == ["Authorization: Bearer ek_caller", "Authorization: Bearer ek_caller"])
    }

    @Test("an id is good for as long as it is said to be, and for its own kind of call only")
    func expiry() async throws {
        let bench = bench()
        let id = try await call(bench)
        expectNotFound(await bench.control(.hangUpLive, "live_" + id.dropFirst(4), caller: Self.owner).0)
        expectNotFound(await bench.control(.hangUpLive, id, caller: Self.owner).0)
        bench.time.seconds += 3600
        #expect(await bench.control(.hangUpCall, id, caller: Self.owner).0.success != nil)
        bench.time.seconds += 1
        expectNotFound(await bench.control(.hangUpCall, id, caller: Self.owner).0)
        // From a clock that is ahead, but not from the future.
        bench.time.seconds -= 3601 + 300
        #expect(await bench.control(.hangUpCall, id, caller: Self.owner).0.success != nil)
        bench.time.seconds -= 1
        expectNotFound(await bench.control(.hangUpCall, id, caller: Self.owner).0)
    }

    @Test("a provider that is configured no longer is told of as little as a call that never was")
    func lostProvider() async throws {
        let id = try await call(bench())
        let later = Bench([.answer], providers: [Bench.local], default: "local", callIDs: .sealed)
        expectNotFound(await later.control(.hangUpCall, id, caller: Self.owner).0)
    }

    @Test("ending a call that has ended already is ending it", arguments: [404, 410])
    func idempotence(_ status: Int) async throws {
        let error =
            #"{"error":{"message":"No session found","type":"invalid_request_error","code":"call_id_not_found"}}"#
        let bench = bench([.answer, .response(200, body: ""), .response(status, body: error)])
        let id = try await call(bench)
        for _ in 0..<3 { #expect(await bench.control(.hangUpCall, id, caller: Self.owner).0.success != nil) }
        // Anything else that is done to it fails.
        let (refer, _) = await bench.control(.referCall, id, body: #"{"target_uri":"tel:1"}"#, caller: Self.owner)
        #expect(refer.failure?.upstreamStatus == status)
    }

    @Test("ending a call may be tried again whatever happened")
    func retryable() async throws {
        let lost = ScriptedTransport.Outcome.failure(UpstreamTransportError(.connectionLost, requestWasSent: true))
        for outcome in [lost, .response(500, body: "")] {
            let bench = bench([.answer, outcome])
            let id = try await call(bench)
            #expect(await bench.control(.hangUpCall, id, caller: Self.owner).0.failure?.isRetryable == true)
            let body = #"{"target_uri":"tel:1"}"#
            let (refer, _) = await bench.control(.referCall, id, body: body, caller: Self.owner)
            #expect(refer.failure?.isRetryable == false)
            #expect(await bench.exchange(caller: Self.owner).0.failure?.isRetryable == false)
        }
    }

    @Test("an id of the provider's that does not fit is remembered in place of sealed")
    func longIDs() async throws {
        for (count, isSealed) in [(81, true), (82, false), (200, false)] {
            let long = String(repeating: "x", count: count)
            let answer = ScriptedTransport.Outcome.response(
                201,
                fields: ["Location: /calls/" + long],
                body: Offers.answer
            )
            let bench = bench([answer, .response(200, body: "")])
            let id = try await call(bench)
            #expect((id != long) == isSealed)
            expectNotFound(await bench.control(.hangUpCall, id, caller: Self.stranger).0)
            #expect(await bench.control(.hangUpCall, id, caller: Self.owner).0.success != nil)
            #expect(bench.transport.sent.last?.request.url.contains("/\(long)/") == true)
        }
    }

    @Test("a call without a provider's id has one of the relay's, by which nothing can be done")
    func noUpstreamID() async throws {
        let bench = bench([.response(201, body: Offers.answer)])
        let id = try await call(bench)
        let (result, _) = await bench.control(.hangUpCall, id, caller: Self.owner)
        #expect(result.failure?.code == .operationNotSupported)
        expectNotFound(await bench.control(.hangUpCall, id, caller: Self.stranger).0)
        let plain = self.bench([.response(201, body: Offers.answer)], mode: .provider)
        #expect(await plain.exchange(caller: Self.owner).0.success?.callID == nil)
    }

    @Test("a Live session's id is sealed in its JSON too")
    func liveSession() async throws {
        let answer = Offers.answer.replacing("\r\n", with: #"\r\n"#)
        let text = #"{"session":{"id":"live_1"},"transport":{"type":"webrtc","sdp":"\#(answer)"}}"#
        let bench = bench([.response(201, body: text), .response(200, body: "")])
        let offer = Offers.offer.replacing("\r\n", with: #"\r\n"#)
        let body = #"{"session":{"model":"l"},"transport":{"type":"webrtc","sdp":"\#(offer)"}}"#
        let (result, _) = await bench.exchange(body, model: nil, caller: Self.owner, operation: .liveSession)
        let reply = try #require(result.success)
        let id = try #require(reply.callID)
        #expect(id.hasPrefix("live_"))
        #expect(reply.content == .liveSession)
        #expect(reply.body == Array(text.replacing("live_1", with: id).utf8))
        #expect(await bench.control(.hangUpLive, id, caller: Self.owner).0.success != nil)
        #expect(bench.transport.sent.last?.request.url == "https://openai.example/v1/live/sessions/live_1/hangup")
    }

    // MARK: Ids of the provider's

    @Test("the provider's own ids can be handed out, and are known while they are remembered")
    func providerIDs() async throws {
        let bench = bench(mode: .provider)
        let id = try await call(bench)
        #expect(id == "rtc_1")
        expectNotFound(await bench.control(.hangUpCall, id, caller: Self.stranger).0)
        #expect(await bench.control(.hangUpCall, id, caller: Self.owner).0.success != nil)
    }

    @Test("an id that nobody handed out is passed on for those who have it from a webhook")
    func webhookIDs() async throws {
        let session = #"{"type":"realtime","model":"openai/m"}"#
        for (caller, isPassed) in [
            (Self.server, true), (Self.owner, false), (Bench.caller(token: nil), true),
            (Caller(identity: .ephemeralToken("ek_1"), owner: .none), true),
        ] {
            let bench = bench([.response(200, body: "")])
            let (result, _) = await bench.control(.acceptCall, "rtc_sip", body: session, caller: caller)
            #expect((result.success != nil) == isPassed)
            if !isPassed { expectNotFound(result) }
            #expect(bench.transport.sent.count == (isPassed ? 1 : 0))
        }
        let bench = bench([.response(404, body: #"{"error":{"message":"m","code":"call_id_not_found"}}"#)])
        // What is not known cannot be known to have ended.
        let (result, _) = await bench.control(.hangUpCall, "rtc_sip", caller: Self.server)
        #expect(result.failure?.upstreamCode == "call_id_not_found")
        #expect(result.failure?.status == 404)
    }

    @Test("a forged id is not passed on for anyone", arguments: [87, 100, 196])
    func forged(_ length: Int) async throws {
        let bench = bench()
        let id = "rtc_" + String(repeating: "a", count: length)
        for caller in [Self.server, Self.owner, Bench.caller(token: nil), Bench.caller(token: "ek_1")] {
            expectNotFound(await bench.control(.hangUpCall, id, caller: caller).0)
        }
        #expect(bench.transport.sent.isEmpty)
    }

    @Test("the model of an accepted call is one that the caller may use")
    func acceptedModel() async throws {
        let caller = Caller(identity: .accessKey("k"), owner: .none, isTrusted: true, models: ["m"])
        for (model, isAllowed) in [("m", true), ("openai/m", true), ("n", false)] {
            let bench = bench([.response(200, body: "")])
            let body = #"{"type":"realtime","model":"\#(model)"}"#
            let (result, _) = await bench.control(.acceptCall, "rtc_sip", body: body, caller: caller)
            #expect((result.success != nil) == isAllowed)
            #expect(result.failure?.code == (isAllowed ? nil : .accessDenied))
        }
    }

    @Test("what a provider cannot do to a call is said")
    func unsupported() async throws {
        let bench = Bench(
            [.answer],
            providers: [Bench.provider("smg", SMGProvider(), keys: [])],
            default: "smg",
            callIDs: .sealed
        )
        let id = try await call(bench)
        let (result, _) = await bench.control(.hangUpCall, id, caller: Self.owner)
        #expect(result.failure?.code == .operationNotSupported)
    }
}
