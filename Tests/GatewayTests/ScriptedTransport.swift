// SPDX-License-Identifier: MIT

import Providers
import Signaling

/// A transport that notes what is sent and answers as it was told.
final class ScriptedTransport: UpstreamTransport {
    /// What happens to a request.
    enum Outcome: Sendable {
        case response(Int, fields: [String], body: String)
        case failure(UpstreamTransportError)

        /// What OpenAI answers to a good offer.
        static let answer = Outcome.response(
            201,
            fields: ["Content-Type: application/sdp", "Location: /v1/realtime/calls/rtc_1", "x-request-id: req_up"],
            body: Texts.answer
        )
    }

    private(set) var sent: [UpstreamRequest] = []
    /// Called while a request is in flight.
    var whileInFlight: () -> Void = {}
    private let outcome: Outcome

    init(_ outcome: Outcome) {
        self.outcome = outcome
    }

    func send(
        _ request: UpstreamRequest,
        to provider: ConfiguredProvider
    ) async throws(UpstreamTransportError) -> UpstreamDelivery {
        sent.append(request)
        whileInFlight()
        switch outcome {
        case .response(let status, let fields, let body):
            let block = "HTTP/1.1 \(status) x\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
            return UpstreamDelivery(
                response: UpstreamResponse(
                    status: status,
                    fields: FieldBlock(Array(block.utf8)),
                    body: Array(body.utf8)
                ),
                timings: Self.timings
            )
        case .failure(let error): throw error
        }
    }

    static let timings = UpstreamTimings(
        connect: nil,
        firstByte: .milliseconds(20),
        total: .milliseconds(21)
    )
}
