// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

/// What goes up to each kind of provider, byte for byte, and how what comes back is read.
@Suite("Forms of providers")
struct ProviderFormTests {
    private static let bearer = "Authorization: Bearer sk-relay"
    private static let raw = ["Content-Type: application/sdp", "Accept: application/sdp"]
    private static let json = ["Content-Type: application/json", "Accept: application/json"]
    private static let escapedOffer = Exchanges.offer.replacing("\r\n", with: #"\r\n"#)

    private func reply(
        _ kind: any Provider,
        _ status: Int,
        _ body: String,
        fields: String = "",
        to operation: Providers.Operation = .call,
        isMinting: Bool = false
    ) -> ProviderReply {
        kind.reply(
            from: UpstreamResponse(
                status: status,
                fields: FieldBlock(Array("HTTP/1.1 200 OK\r\n\(fields)\r\n".utf8)),
                body: Array(body.utf8)
            ),
            to: ExchangeStep(operation, isMinting: isMinting),
            of: Exchanges.provider(kind)
        )
    }

    // MARK: OpenAI

    @Test("a translation call with the relay's key has a secret minted first, then goes up alone")
    func translationCall() throws {
        let session = #"{"model":"openai/t","audio":{"output":{"language":"es"}}}"#
        #expect(
            try Exchanges.offerRequest(.translationCall, session: session, query: "dcid=4")
                == Sent(
                    url: "https://api.example/v1/realtime/translations/client_secrets",
                    fields: [Self.bearer] + Self.json,
                    body: #"{"session":{"model":"t","audio":{"output":{"language":"es"}}}}"#
                )
        )
        #expect(
            try Exchanges.offerRequest(.translationCall, model: "t").body == #"{"session":{"model":"t"}}"#
        )
        // How offers go up otherwise makes no difference.
        let raw = Exchanges.openAI(handshake: .raw)
        #expect(try Exchanges.offerRequest(.translationCall, model: "t", to: raw).body == #"{"session":{"model":"t"}}"#)
        for credential in [UpstreamCredential.mintedToken("ek_m"), .callerToken("ek_m")] {
            #expect(
                try Exchanges.offerRequest(
                    .translationCall,
                    session: session,
                    query: "dcid=4",
                    credential: credential
                )
                    == Sent(
                        url: "https://api.example/v1/realtime/translations/calls?dcid=4",
                        fields: ["Authorization: Bearer ek_m"] + Self.raw,
                        body: Exchanges.offer
                    )
            )
        }
    }

    @Test("a translation's client secret has no type")
    func translationSecret() throws {
        let sent = try Exchanges.jsonRequest(
            .translationClientSecret,
            body: #"{"expires_after":{"seconds":60},"session":{"model":"openai/t","x":1}}"#
        )
        #expect(sent.url == "https://api.example/v1/realtime/translations/client_secrets")
        #expect(sent.body == #"{"expires_after":{"seconds":60},"session":{"model":"t","x":1}}"#)
        #expect(
            try Exchanges.jsonRequest(.translationClientSecret, body: #"{"model":"t"}"#).body
                == #"{"session":{"model":"t"}}"#
        )
    }

    @Test("a Live session goes up as it came, but for a prefix of its model, and without a query")
    func liveSession() throws {
        let body =
            #"{ "session":{"model":"gpt-live-1", "x":[1.0]},"transport":{"type":"webrtc","sdp":"v=0\r\n","dcid":4}}"#
        let expected = Sent(
            url: "https://api.example/v1/live/sessions",
            fields: [Self.bearer] + Self.json,
            body: body
        )
        #expect(try Exchanges.liveRequest(body, query: "dcid=5") == expected)
        #expect(try Exchanges.liveRequest(body.replacing("gpt-live", with: "openai/gpt-live")) == expected)
    }

    @Test(
        "what is no Live session is refused with the member that is wrong",
        arguments: [
            ("[]", SessionError.notAnObject), ("{}", .missing(member: "transport")),
            (#"{"transport":{}}"#, .wrongType(member: "transport.type", expected: "\"webrtc\"")),
            (#"{"transport":{"type":"webrtc"}}"#, .missing(member: "transport.sdp")),
            (#"{"transport":{"type":"ws","sdp":"v=0"}}"#, .wrongType(member: "transport.type", expected: "\"webrtc\"")),
            (#"{"transport":{"type":"webrtc","sdp":1}}"#, .wrongType(member: "transport.sdp", expected: "a string")),
            (#"{"transport":{"type":"webrtc","sdp":"a","sdp":"b"}}"#, .duplicateMember("transport.sdp")),
            (#"{"transport":[]}"#, .wrongType(member: "transport", expected: "an object")),
            (
                #"{"session":{"model":1},"transport":{"type":"webrtc","sdp":"v=0"}}"#,
                .wrongType(member: "session.model", expected: "a string")
            ),
        ]
    )
    func noLiveSession(_ body: String, _ expected: SessionError) {
        #expect(throws: expected) { try LiveSessionBody(parsing: Array(body.utf8)) }
    }

    @Test("a Live session's answer is read out of its JSON, whose id can be replaced")
    func liveReply() {
        let body = #"{"session": {"id":"live_1"},"transport":{"type":"webrtc","sdp":"v=0\r\n"}}"#
        #expect(
            reply(OpenAIProvider(), 201, body, to: .liveSession)
                == .liveSession(Array(body.utf8), sdp: Array("v=0\r\n".utf8), id: "live_1")
        )
        #expect(
            LiveSessionBody.replacingID(in: Array(body.utf8), with: "live_x")
                == Array(body.replacing("live_1", with: "live_x").utf8)
        )
        for broken in [
            "", "{}", #"{"session":{"id":"live_1"}}"#, #"{"transport":{"sdp":"v=0"}}"#,
            #"{"session":{"id":"a/b"},"transport":{"sdp":"v=0"}}"#,
        ] {
            guard case .unusable = reply(OpenAIProvider(), 201, broken, to: .liveSession) else {
                Issue.record("\(broken) is no Live session")
                continue
            }
        }
    }

    @Test(
        "calls are controlled at their paths",
        arguments: [
            (Providers.Operation.acceptCall, "realtime/calls/rtc_1/accept", #"{"type":"realtime","model":"m"}"#),
            (.referCall, "realtime/calls/rtc_1/refer", #"{"target_uri":"tel:+1"}"#),
            (.rejectCall, "realtime/calls/rtc_1/reject", #"{"status_code":486}"#),
            (.acceptLive, "live/sessions/rtc_1/accept", #"{"session":{"type":"live","model":"m"}}"#),
            (.referLive, "live/sessions/rtc_1/refer", #"{"target_uri":"sip:a@b"}"#),
            (.rejectLive, "live/sessions/rtc_1/reject", #"{"status_code":603}"#),
        ]
    )
    func control(_ operation: Providers.Operation, _ path: String, _ body: String) throws {
        #expect(
            try Exchanges.controlRequest(operation, body: body)
                == Sent(
                    url: "https://api.example/v1/" + path,
                    fields: [Self.bearer, "Content-Type: application/json", "Accept: */*"],
                    body: body
                )
        )
    }

    @Test("ending and refusing a call needs no body, and then no content type")
    func hangUp() throws {
        for (operation, path) in [
            (Providers.Operation.hangUpCall, "realtime/calls/rtc_1/hangup"),
            (.hangUpLive, "live/sessions/rtc_1/hangup"),
            (.rejectCall, "realtime/calls/rtc_1/reject"),
        ] {
            #expect(
                try Exchanges.controlRequest(operation, credential: .callerToken("ek_c"))
                    == Sent(
                        url: "https://api.example/v1/" + path,
                        fields: ["Authorization: Bearer ek_c", "Accept: */*"],
                        body: ""
                    )
            )
        }
    }

    @Test("a call is accepted with the provider's own name of the model")
    func acceptedModel() throws {
        #expect(
            try Exchanges.controlRequest(.acceptCall, body: #"{"model":"openai/m"}"#).body
                == #"{"type":"realtime","model":"m"}"#
        )
        #expect(
            try Exchanges.controlRequest(.acceptLive, body: #"{"session":{"model":"openai/m"}}"#).body
                == #"{"session":{"model":"m"}}"#
        )
    }

    @Test(
        "bodies that cannot be are refused",
        arguments: [
            (Providers.Operation.acceptCall, "", SessionError.notJSON(offset: 0, reason: "unexpected_end")),
            (.acceptLive, "{}", .missing(member: "session")), (.referCall, "{}", .missing(member: "target_uri")),
            (.referLive, #"{"target_uri":1}"#, .wrongType(member: "target_uri", expected: "a string")),
            (.rejectCall, "[]", .notAnObject), (.hangUpCall, "x", .notJSON(offset: 0, reason: "unexpected_byte")),
        ]
    )
    func badControl(_ operation: Providers.Operation, _ body: String, _ expected: SessionError) {
        #expect(throws: expected) { try ControlBody(parsing: Array(body.utf8), for: operation) }
    }

    @Test(
        "a call that was controlled says nothing more",
        arguments: Providers.Operation.allCases.filter(\.isCallControl)
    )
    func controlReply(_ operation: Providers.Operation) {
        #expect(reply(OpenAIProvider(), 200, "", to: operation) == .done)
        #expect(reply(OpenAIProvider(), 204, "anything", to: operation) == .done)
    }

    // MARK: Azure

    @Test("Azure has a secret minted with the resource's key first, then takes the offer alone with it")
    func azureTwoSteps() throws {
        let azure = Exchanges.provider(AzureProvider())
        #expect(
            try Exchanges.offerRequest(session: #"{"model":"azure/dep","x":1}"#, query: "webrtcfilter=on", to: azure)
                == Sent(
                    url: "https://api.example/openai/v1/realtime/client_secrets",
                    fields: ["api-key: sk-relay"] + Self.json,
                    body: #"{"session":{"type":"realtime","model":"dep","x":1}}"#
                )
        )
        #expect(
            try Exchanges.offerRequest(
                session: #"{"model":"dep"}"#,
                query: "webrtcfilter=on",
                credential: .mintedToken("ek_m"),
                to: azure
            )
                == Sent(
                    url: "https://api.example/openai/v1/realtime/calls?webrtcfilter=on",
                    fields: ["Authorization: Bearer ek_m"] + Self.raw,
                    body: Exchanges.offer
                )
        )
        #expect(reply(AzureProvider(), 200, #"{"value":"ek_m","expires_at":1}"#, isMinting: true) == .minted("ek_m"))
        for broken in ["", "{}", #"{"value":""}"#, #"{"value":"a b"}"#, #"{"value":1}"#] {
            guard case .unusable = reply(AzureProvider(), 200, broken, isMinting: true) else {
                Issue.record("\(broken) is no client secret")
                continue
            }
        }
    }

    @Test("Azure in one step takes a form, and either way of presenting a key")
    func azureOneStep() throws {
        for (authentication, field) in [(Authentication.apiKey, "api-key: sk-relay"), (.bearer, Self.bearer)] {
            let azure = Exchanges.provider(AzureProvider(), authentication: authentication, handshake: .multipart)
            let sent = try Exchanges.offerRequest(model: "dep", to: azure)
            #expect(sent.url == "https://api.example/openai/v1/realtime/calls")
            #expect(sent.fields.first == field)
            #expect(sent.body == Exchanges.form(session: #"{"type":"realtime","model":"dep"}"#))
        }
    }

    @Test("beta requests to Azure are carried over its current endpoints")
    func azureLegacy() throws {
        let azure = Exchanges.provider(AzureProvider())
        #expect(
            try Exchanges.offerRequest(.legacyCall, session: #"{"voice":"a"}"#, model: "dep", to: azure).body
                == #"{"session":{"type":"realtime","model":"dep","audio":{"output":{"voice":"a"}}}}"#
        )
        let secret = try Exchanges.jsonRequest(.legacySession, body: #"{"model":"dep"}"#, to: azure)
        #expect(secret.url == "https://api.example/openai/v1/realtime/client_secrets")
        #expect(secret.fields.first == "api-key: sk-relay")
    }

    @Test("what the operator adds to the query goes with every call")
    func extraQuery() throws {
        let filter = QueryParameter(name: "webrtcfilter", text: "webrtcfilter=on")
        let azure = Exchanges.provider(AzureProvider(), extraQuery: [filter])
        #expect(
            try Exchanges.offerRequest(credential: .mintedToken("t"), to: azure).url
                == "https://api.example/openai/v1/realtime/calls?webrtcfilter=on"
        )
    }

    // MARK: Others

    @Test("Inworld takes offer and session as JSON, or the offer alone")
    func inworld() throws {
        let inworld = Exchanges.provider(InworldProvider())
        #expect(
            try Exchanges.offerRequest(session: #"{"model":"inworld/m","x":1}"#, to: inworld)
                == Sent(
                    url: "https://api.example/v1/realtime/calls",
                    fields: ["Authorization: Basic sk-relay"] + Self.json,
                    body: #"{"sdp":"\#(Self.escapedOffer)","session":{"type":"realtime","model":"m","x":1}}"#
                )
        )
        let raw = Exchanges.provider(InworldProvider(), authentication: .bearer, handshake: .raw)
        #expect(
            try Exchanges.offerRequest(model: "m", to: raw)
                == Sent(
                    url: "https://api.example/v1/realtime/calls?model=m",
                    fields: [Self.bearer] + Self.raw,
                    body: Exchanges.offer
                )
        )
        // A session cannot go up with an offer alone.
        #expect(try Exchanges.offerRequest(session: #"{"model":"m"}"#, to: raw).fields.contains(Self.json[0]))
        #expect(try Exchanges.controlRequest(.hangUpCall, to: inworld).url.hasSuffix("/v1/realtime/calls/rtc_1/hangup"))
    }

    @Test("Inworld answers as JSON, or with SDP and Location")
    func inworldReply() {
        let answer = ProviderReply.answer(sdp: Array("v=0\r\n".utf8), callID: "id-1")
        #expect(reply(InworldProvider(), 200, #"{"id":"id-1","sdp":"v=0\r\n"}"#) == answer)
        #expect(
            reply(InworldProvider(), 201, "v=0\r\n", fields: "Location: /v1/realtime/calls/id-1\r\n") == answer
        )
        #expect(
            reply(InworldProvider(), 400, #"{"code":3,"message":"bad offer","details":[]}"#)
                == .failure(UpstreamErrorReport(status: 400, message: "bad offer"))
        )
    }

    @Test("LocalAI takes offer and model, and answers as JSON")
    func localAI() throws {
        let localAI = Exchanges.provider(LocalAIProvider(), keys: [])
        #expect(
            try Exchanges.offerRequest(session: #"{"model":"m","x":1}"#, credential: .none, to: localAI)
                == Sent(
                    url: "https://api.example/v1/realtime/calls",
                    fields: Self.json,
                    body: #"{"sdp":"\#(Self.escapedOffer)","model":"m"}"#
                )
        )
        #expect(
            reply(LocalAIProvider(), 201, #"{"sdp":"v=0\r\n","session_id":"s-1"}"#)
                == .answer(sdp: Array("v=0\r\n".utf8), callID: "s-1")
        )
        #expect(
            reply(LocalAIProvider(), 201, #"{"sdp":"v=0\r\n","session_id":"../x"}"#)
                == .answer(sdp: Array("v=0\r\n".utf8), callID: nil)
        )
        #expect(reply(LocalAIProvider(), 201, "v=0\r\n") == .unusable("The upstream's response has no member sdp."))
        #expect(
            reply(LocalAIProvider(), 400, #"{"error":"no such model"}"#)
                == .failure(UpstreamErrorReport(status: 400, message: "no such model"))
        )
    }

    @Test(
        "speaches, Model Studio and speech-to-speech take the offer alone",
        arguments: [
            (SpeachesProvider() as any Provider, "/v1/realtime?model=m%2F1"),
            (AlibabaProvider(), "/api/v1/webrtc/realtime?model=m%2F1"), (HuggingFaceProvider(), "/v1/realtime/calls"),
        ]
    )
    func rawOffers(_ kind: any Provider, _ path: String) throws {
        let provider = Exchanges.provider(kind)
        let expected = Sent(
            url: "https://api.example" + path,
            fields: [Self.bearer] + Self.raw,
            body: Exchanges.offer
        )
        #expect(try Exchanges.offerRequest(model: "m/1", to: provider) == expected)
        #expect(
            try Exchanges.offerRequest(.legacyCall, session: #"{"model":"m/1","voice":"v"}"#, to: provider) == expected
        )
        #expect(reply(kind, 200, "v=0\r\n") == .answer(sdp: Array("v=0\r\n".utf8), callID: nil))
    }

    @Test("speech-to-speech ends calls by DELETE")
    func huggingFaceHangUp() throws {
        let provider = Exchanges.provider(HuggingFaceProvider(), keys: [])
        #expect(
            try Exchanges.controlRequest(.hangUpCall, credential: .none, to: provider)
                == Sent(.delete, url: "https://api.example/v1/realtime/calls/rtc_1", fields: ["Accept: */*"], body: "")
        )
    }

    @Test("each words its failures in its own way")
    func failures() {
        let text = "Content-Type: text/plain; charset=utf-8\r\n"
        #expect(
            reply(HuggingFaceProvider(), 400, "Invalid SDP offer\n", fields: text)
                == .failure(UpstreamErrorReport(status: 400, message: "Invalid SDP offer"))
        )
        #expect(
            reply(HuggingFaceProvider(), 503, #"{"detail":"pool full"}"#)
                == .failure(UpstreamErrorReport(status: 503, message: "pool full"))
        )
        #expect(
            reply(SpeachesProvider(), 422, #"{"detail":[{"loc":["query","model"],"msg":"Field required"}]}"#)
                == .failure(UpstreamErrorReport(status: 422, message: "Field required"))
        )
        #expect(
            reply(AlibabaProvider(), 401, #"{"code":"InvalidApiKey","message":"m","request_id":"r"}"#)
                == .failure(UpstreamErrorReport(status: 401, message: "m", code: "InvalidApiKey"))
        )
        // A page is no message, and neither is a text of any length, nor what is not said to be one.
        for (body, fields) in [
            ("<html>", "Content-Type: text/html\r\n"), (String(repeating: "x", count: 501), text), ("text", ""),
        ] {
            #expect(
                reply(HuggingFaceProvider(), 400, body, fields: fields) == .failure(UpstreamErrorReport(status: 400))
            )
        }
        // What one provider says another does not.
        #expect(
            reply(OpenAIProvider(), 400, #"{"detail":"d","message":"m"}"#)
                == .failure(UpstreamErrorReport(status: 400))
        )
    }

    @Test("SMG takes a form, with the model in the session")
    func smg() throws {
        let sent = try Exchanges.offerRequest(model: "m", to: Exchanges.provider(SMGProvider()))
        #expect(sent.url == "https://api.example/v1/realtime/calls")
        #expect(sent.body == Exchanges.form(session: #"{"type":"realtime","model":"m"}"#))
    }

    @Test("whether a session travels whole is known beforehand")
    func carriesSession() throws {
        func carries(
            _ kind: any Provider,
            _ credential: UpstreamCredential = Exchanges.key,
            _ operation: Providers.Operation = .call
        ) -> Bool {
            let exchange = ProviderExchange(
                operation: operation,
                payload: .offer([], session: nil),
                model: nil,
                credential: credential,
                boundary: MultipartBoundary(text: "B")
            )
            return kind.carriesSession(of: exchange, to: Exchanges.provider(kind))
        }
        #expect(carries(OpenAIProvider()) && carries(OpenAIProvider(), Exchanges.token))
        #expect(carries(AzureProvider()) && !carries(AzureProvider(), Exchanges.token))
        #expect(carries(OpenAIProvider(), Exchanges.key, .translationCall))
        #expect(!carries(OpenAIProvider(), Exchanges.token, .translationCall))
        #expect(carries(InworldProvider()) && carries(SMGProvider()) && carries(CompatibleProvider()))
        #expect(!carries(LocalAIProvider()) && !carries(SpeachesProvider()))
        #expect(!carries(AlibabaProvider()) && !carries(HuggingFaceProvider()))
    }

    @Test(
        "an id is safe in a path if it is unreserved characters and no other place",
        arguments: [
            ("rtc_1", true), ("", false), (".", false), ("..", false), ("...", true), ("a/b", false), ("é", false),
        ]
    )
    func safeIDs(_ id: String, _ isSafe: Bool) {
        #expect(UpstreamID.isSafe(id) == isSafe)
        #expect(UpstreamID.isSafe(String(repeating: "a", count: 200)))
        #expect(!UpstreamID.isSafe(String(repeating: "a", count: 201)))
    }
}
