// SPDX-License-Identifier: MIT

import Providers

@testable import Signaling

/// A transport that notes what is sent and answers as it was told.
final class ScriptedTransport: UpstreamTransport {
    /// What happens to a request.
    enum Outcome: Sendable {
        case response(Int, fields: [String], body: String)
        case failure(UpstreamTransportError)

        static func response(_ status: Int, body: String) -> Outcome { .response(status, fields: [], body: body) }

        /// What OpenAI answers to a good offer.
        static let answer = Outcome.response(
            201,
            fields: ["Content-Type: application/sdp", "Location: /v1/realtime/calls/rtc_1", "x-request-id: req_up"],
            body: Offers.answer
        )
    }

    private(set) var sent: [(request: UpstreamRequest, provider: String)] = []
    /// What happens to the requests, one after the other; the last one happens to all that follow.
    private var outcomes: [Outcome]

    init(_ outcome: Outcome = .answer) {
        outcomes = [outcome]
    }

    init(_ outcomes: [Outcome]) {
        self.outcomes = outcomes
    }

    func send(
        _ request: UpstreamRequest,
        to provider: ConfiguredProvider
    ) async throws(UpstreamTransportError) -> UpstreamDelivery {
        sent.append((request, provider.name))
        switch outcomes.count > 1 ? outcomes.removeFirst() : outcomes[0] {
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
        connect: .milliseconds(5),
        firstByte: .milliseconds(20),
        total: .milliseconds(21)
    )
}
