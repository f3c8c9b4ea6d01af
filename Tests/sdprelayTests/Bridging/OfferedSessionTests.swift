// SPDX-License-Identifier: MIT

import EventPipeline
import Providers
import Testing

@testable import Signaling
@testable import sdprelay

/// Locked fields in the session of an offer.
struct OfferedSessionTests {
    private let lock = SessionLock(["instructions", "model", "audio.output.voice"])

    private func refusal(_ session: String, _ operation: Operation = .call, legacy: LegacyMode = .ga) throws
        -> RelayError?
    {
        let provider = ConfiguredProvider(
            name: "p",
            provider: OpenAIProvider(),
            baseURL: "https://api.example",
            keys: [],
            legacyMode: legacy
        )
        let session = try RealtimeSession(parsing: Array(session.utf8), for: operation, outerModel: "m")
        let offer = BridgedOffer(
            sdp: [],
            provider: provider,
            operation: operation,
            session: session,
            caller: Caller(identity: .anyone)
        )
        do throws(RelayError) {
            try lock.check(session, of: offer)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "A locked field is refused by its place, whatever its value",
        arguments: [
            (#"{"type":"realtime","model":"m","instructions":"x"}"#, "session.instructions"),
            (#"{"instructions":null}"#, "session.instructions"),
            (#"{"Instructions":"x"}"#, "session.instructions"),
            (#"{"inſtruct\u0069ons":"x"}"#, "session.instructions"),
            (#"{"instructions":"x","x":1,"instructions":"y"}"#, "session.instructions"),
            (#"{"audio":{"output":{"speed":1,"voice":"x"}}}"#, "session.audio.output.voice"),
            (#"{"audio":null}"#, "session.audio.output.voice"),
            (#"{"model":"m","Model":"other"}"#, "session.model"),
        ]
    )
    func refuses(session: String, param: String) throws {
        for operation in [Operation.call, .translationCall] {
            let error = try #require(try refusal(session, operation))
            #expect(error.code == .sessionFieldLocked)
            #expect(error.status == 400)
            #expect(error.param == param)
            #expect(error.provider == "p")
            #expect(error.stage == .session)
            #expect(error.message == "This field of the session is set by the operator and cannot be changed.")
        }
    }

    @Test(
        "What is not locked passes, and so does the model by which the call is routed",
        arguments: [
            "{}", #"{"type":"realtime","model":"m"}"#, #"{"audio":{"output":{"speed":1}},"tools":[]}"#,
            #"{"model":"other"}"#, #"{"metadata":{"instructions":"x","model":"y"}}"#,
        ]
    )
    func passes(session: String) throws {
        for operation in [Operation.call, .legacyCall, .translationCall] {
            #expect(try refusal(session, operation) == nil)
        }
    }

    @Test("The names are the provider's, whatever the client's are")
    func translates() throws {
        let flat = #"{"voice":"ash"}"#
        #expect(try refusal(flat, .legacyCall)?.param == "session.audio.output.voice")
        #expect(try refusal(flat, .legacyCall, legacy: .beta) == nil)
        #expect(try refusal(flat, .call) == nil)
        #expect(
            try refusal(#"{"instructions":"x"}"#, .legacyCall, legacy: .beta)?.param == "session.instructions"
        )
    }
}
