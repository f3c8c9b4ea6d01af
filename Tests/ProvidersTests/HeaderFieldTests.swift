// SPDX-License-Identifier: MIT

import Testing

@testable import Providers

@Suite("Header fields of upstream requests")
struct HeaderFieldTests {
    @Test("the credential comes first, then the caller's, the operator's and the content's")
    func order() throws {
        let provider = Exchanges.openAI(extraFields: ["X-Region: eu", "X-Team: a: b"])
        let sent = try Exchanges.offerRequest(
            credential: Exchanges.token,
            fields: ["OpenAI-Project: p", "X-OpenAI-Agents-SDK: s"],
            to: provider
        )
        #expect(
            sent.fields == [
                "Authorization: Bearer ek_caller", "OpenAI-Project: p", "X-OpenAI-Agents-SDK: s", "X-Region: eu",
                "X-Team: a: b", "Content-Type: application/sdp", "Accept: application/sdp",
            ]
        )
    }

    @Test("OpenAI-Beta never reaches the current endpoints", arguments: ["OpenAI-Beta: realtime=v1", "openai-beta: x"])
    func betaFieldStaysBehind(_ field: String) throws {
        for operation in [Operation.call, .legacyCall] {
            #expect(try !Exchanges.offerRequest(operation, model: "m", fields: [field]).fields.contains(field))
        }
        for operation in [Operation.clientSecret, .legacySession, .legacyTranscriptionSession] {
            #expect(try !Exchanges.jsonRequest(operation, body: "{}", fields: [field]).fields.contains(field))
        }
        let beta = Exchanges.openAI(legacy: .beta)
        #expect(try !Exchanges.offerRequest(.call, model: "m", fields: [field], to: beta).fields.contains(field))
        #expect(
            try !Exchanges.jsonRequest(.clientSecret, body: "{}", fields: [field], to: beta).fields.contains(field)
        )
    }

    @Test("OpenAI-Beta reaches beta endpoints", arguments: ["OpenAI-Beta: realtime=v1", "openai-beta: assistants=v2"])
    func betaFieldTravels(_ field: String) throws {
        let beta = Exchanges.openAI(legacy: .beta)
        #expect(try Exchanges.offerRequest(.legacyCall, model: "m", fields: [field], to: beta).fields.contains(field))
        for operation in [Operation.legacySession, .legacyTranscriptionSession] {
            let sent = try Exchanges.jsonRequest(operation, body: "{}", fields: [field], to: beta)
            #expect(sent.fields.contains(field))
        }
    }

    @Test("what the operator has set is not the caller's to say, in any case of letters")
    func operatorsFields() throws {
        let provider = Exchanges.openAI(extraFields: ["openai-organization: org-operator"])
        let sent = try Exchanges.offerRequest(
            model: "m",
            fields: ["OpenAI-Organization: org-caller", "OpenAI-Project: p"],
            to: provider
        )
        #expect(sent.fields.filter { $0.lowercased().hasPrefix("openai-org") } == ["openai-organization: org-operator"])
        #expect(sent.fields.contains("OpenAI-Project: p"))
    }

    @Test("without a credential there is no authorization")
    func noCredential() throws {
        let sent = try Exchanges.jsonRequest(.clientSecret, body: "{}", credential: .none)
        #expect(sent.fields == ["Content-Type: application/json", "Accept: application/json"])
    }
}
