// SPDX-License-Identifier: MIT

import HTTPServer
import Providers
import Testing

@testable import Gateway

@Suite("Offers in their bodies")
struct OfferBodyTests {
    private let sdp = "Content-Disposition: form-data; name=\"sdp\""
    private let session = "Content-Disposition: form-data; name=\"session\""

    /// The offer that went upstream, and the session.
    private func sent(_ bench: Bench) throws -> (offer: String, session: String) {
        let request = try #require(bench.transport.sent.first)
        let type = "Content-Type: multipart/form-data; boundary="
        let boundary = try #require(request.fields.first { $0.hasPrefix(type) }).dropFirst(type.count)
        var names: [String] = []
        var contents: [String] = []
        try MultipartReader.forEachPart(of: request.body, boundary: Array(boundary.utf8)) { name, content in
            names.append(String(decoding: name, as: UTF8.self))
            contents.append(String(decoding: request.body[content], as: UTF8.self))
        }
        #expect(names == ["sdp", "session"])
        return (try #require(contents.first), try #require(contents.last))
    }

    private func expectSent(_ bench: Bench, _ response: HTTPResponse, session expected: String) throws {
        #expect(response.status == 201, "\(response.text)")
        let (offer, session) = try sent(bench)
        #expect(offer == Texts.offer)
        #expect(session == expected)
    }

    // MARK: Forms

    @Test("a form's parts may stand in either order, with more beside them")
    func order() async throws {
        for parts in [
            [([sdp], Texts.offer), ([session], Texts.session)], [([session], Texts.session), ([sdp], Texts.offer)],
            [
                (["X: y"], ""), ([session], Texts.session), (["Content-Disposition: form-data; name=z"], "z"),
                ([sdp], Texts.offer),
            ],
        ] {
            let bench = Bench()
            let response = try await bench.post(form: Texts.form(parts), to: "/v1/realtime/calls")
            try expectSent(bench, response, session: Texts.session)
        }
    }

    @Test("a session that is missing or blank is none", arguments: [nil, "", " \r\n\t"])
    func blankSession(_ text: String?) async throws {
        let bench = Bench()
        let parts = [([sdp], Texts.offer)] + (text.map { [([session], $0)] } ?? [])
        try expectSent(
            bench,
            try await bench.post(form: Texts.form(parts)),
            session: #"{"type":"realtime","model":"m"}"#
        )
    }

    @Test("a form without an offer is refused")
    func missingOffer() async throws {
        for form in [
            Texts.form([]), Texts.form([([session], Texts.session)]),
            Texts.form([(["Content-Disposition: form-data; name=SDP"], Texts.offer)]),
        ] {
            let response = try await Bench().post(form: form)
            #expect(response.status == 400)
            #expect(response.code == "missing_sdp")
            #expect(response.text.contains(#""param":"sdp""#))
        }
    }

    @Test("an offer part without content is an empty offer")
    func emptyOffer() async throws {
        #expect(try await Bench().post(form: Texts.form([([sdp], "")])).code == "empty_offer")
    }

    @Test("a part that stands twice is refused", arguments: ["sdp", "session"])
    func twice(_ name: String) async throws {
        let head = name == "sdp" ? sdp : session
        let parts = [([sdp], Texts.offer), ([session], Texts.session), ([head], "")]
        let response = try await Bench().post(form: Texts.form(parts))
        #expect(response.status == 400)
        #expect(response.code == "invalid_multipart")
        #expect(response.message == "The form has two parts named `\(name)`.")
    }

    @Test("a broken form says what is wrong and where")
    func broken() async throws {
        let response = try await Bench().post(form: "--b\r\n\r\nx")
        #expect(response.status == 400)
        #expect(response.code == "invalid_multipart")
        #expect(response.message == "Broken multipart body: the closing boundary is missing (byte 8).")
        let unbounded = try await Bench().post(form: "", type: "multipart/form-data")
        #expect(unbounded.code == "invalid_multipart")
        #expect(unbounded.message == "The content type has no boundary.")
        #expect(unbounded.text.contains(#""param":"content-type""#))
    }

    // MARK: JSON

    @Test(
        "a description as browsers have it is taken apart",
        arguments: [
            #"{"type":"offer","sdp":@}"#, #"{"sdp":@}"#, #" { "sdp" : @ , "type" : "offer", "x":[1] } "#,
            #"{"sdp":@,"session":null}"#, #"{"sdp":@,"type":null}"#, #"{"sdp":"x","sdp":@}"#,
        ]
    )
    func json(_ template: String) async throws {
        let bench = Bench()
        let response = try await bench.send(
            "POST /v1/realtime/calls?model=m",
            ["Content-Type: application/json"],
            text: template.replacing("@", with: Texts.quoted(Texts.offer))
        )
        try expectSent(bench, response, session: #"{"type":"realtime","model":"m"}"#)
    }

    @Test("a session and a model may stand beside it, and the query's model comes first")
    func jsonSession() async throws {
        for (target, members, expected) in [
            ("", #""session":{ "model":"s" }"#, #"{"type":"realtime", "model":"s" }"#),
            ("", #""model":"j""#, #"{"type":"realtime","model":"j"}"#),
            ("", #""model":"j","session":{}"#, #"{"type":"realtime","model":"j"}"#),
            ("?model=q", #""model":"j""#, #"{"type":"realtime","model":"q"}"#),
            ("?model=q", #""session":{"model":"s"},"model":"j""#, #"{"type":"realtime","model":"s"}"#),
        ] {
            let bench = Bench()
            let response = try await bench.send(
                "POST /v1/realtime/calls" + target,
                ["Content-Type: application/json"],
                text: "{\"sdp\":\(Texts.quoted(Texts.offer)),\(members)}"
            )
            try expectSent(bench, response, session: expected)
        }
    }

    @Test(
        "a JSON body that is no offer says what is wrong",
        arguments: [
            ("", "invalid_json"), ("{", "invalid_json"), (#"{"sdp":"a"}}"#, "invalid_json"), ("[]", "missing_sdp"),
            ("{}", "missing_sdp"), (#"{"sdp":null}"#, "missing_sdp"), (#"{"sdp":["v=0"]}"#, "missing_sdp"),
            ("\"v=0\"", "missing_sdp"), (#"{"type":"answer","sdp":"v=0\r\n"}"#, "answer_as_offer"),
            (#"{"type":"pranswer"}"#, "answer_as_offer"), (#"{"sdp":""}"#, "empty_offer"),
            (#"{"sdp":"v=1"}"#, "not_sdp"),
            (#"{"sdp":"a","session":[]}"#, "invalid_session"), (#"{"sdp":"a","session":"{}"}"#, "invalid_session"),
        ]
    )
    func brokenJSON(_ body: String, _ code: String) async throws {
        let bench = Bench()
        let response = try await bench.send(
            "POST /v1/realtime/calls?model=m",
            ["Content-Type: application/json"],
            text: body
        )
        #expect(response.status == 400)
        #expect(response.code == code)
        #expect(bench.transport.sent.isEmpty)
    }

    @Test("JSON posted as SDP is told so")
    func jsonAsSDP() async throws {
        let response = try await Bench().post(#"{"type":"offer","sdp":"v=0\r\n"}"#)
        #expect(response.status == 400)
        #expect(response.code == "json_offer")
        #expect(response.text.contains(#""line":1"#))
    }

    // MARK: Queries

    @Test(
        "a model in the query is decoded",
        arguments: [
            ("model=gpt%2Drealtime", "gpt-realtime"), ("x=1&model=a+b&y", "a b"), ("model=&model=m", "m"),
            ("mod%65l=m", "m"),
            ("&&model=m&", "m"), ("model=a=b", "a=b"),
        ]
    )
    func model(_ query: String, _ model: String) async throws {
        let bench = Bench()
        let response = try await bench.post(to: "/v1/realtime/calls?" + query)
        try expectSent(bench, response, session: #"{"type":"realtime","model":"\#(model)"}"#)
    }

    @Test("a query without a model is one", arguments: ["", "?", "?&", "?model", "?model=", "?x=y", "?Model=m"])
    func noModel(_ query: String) async throws {
        let response = try await Bench().post(to: "/v1/realtime/calls" + query)
        #expect(response.status == 400)
        #expect(response.code == "missing_model")
        #expect(response.text.contains(#""param":"session.model""#))
    }

    @Test(
        "a broken query is refused",
        arguments: ["model=%", "model=%zz", "model=%ff", "%=1&model=m", "model=m&x=%e9", "model=a&model=b"]
    )
    func brokenQuery(_ query: String) async throws {
        let bench = Bench()
        let response = try await bench.post(to: "/v1/realtime/calls?" + query)
        #expect(response.status == 400)
        #expect(response.code == "invalid_query")
        let secret = try await bench.send("POST /v1/realtime/client_secrets?" + query)
        #expect(secret.code == "invalid_query")
        #expect(bench.transport.sent.isEmpty)
    }

    @Test("dcid travels and nothing else of the query does")
    func dcid() async throws {
        let bench = Bench()
        _ = try await bench.post(to: "/v1/realtime/calls?api_key=x&dcid=4&model=m&intent=transcription")
        #expect(bench.transport.sent.map(\.url) == ["https://openai.example/v1/realtime/calls?dcid=4"])
    }
}
