// SPDX-License-Identifier: MIT

import Providers
import Testing

@testable import Signaling

@Suite("Exchanges without a response")
struct TransportErrorTests {
    /// What a transport reports, and what becomes of it.
    struct Row: Sendable, CustomTestStringConvertible {
        let reason: UpstreamTransportError.Reason
        let status: Int
        let code: ErrorCode
        /// Whether it may be tried again if nothing of the request was sent.
        let isRetryableUnsent: Bool
        let message: String

        var testDescription: String { reason.rawValue }
    }

    static let rows = [
        Row(
            reason: .unreachable,
            status: 502,
            code: .upstreamUnreachable,
            isRetryableUnsent: true,
            message: "No connection to the upstream"
        ),
        Row(
            reason: .addressBlocked,
            status: 502,
            code: .upstreamAddressBlocked,
            isRetryableUnsent: false,
            message: "The upstream's address is loopback or private"
        ),
        Row(
            reason: .connectTimeout,
            status: 504,
            code: .upstreamTimeout,
            isRetryableUnsent: true,
            message: "The upstream did not take the connection in time"
        ),
        Row(
            reason: .firstByteTimeout,
            status: 504,
            code: .upstreamTimeout,
            isRetryableUnsent: false,
            message: "The upstream did not begin its response in time"
        ),
        Row(
            reason: .totalTimeout,
            status: 504,
            code: .upstreamTimeout,
            isRetryableUnsent: false,
            message: "The upstream did not finish its response in time"
        ),
        Row(
            reason: .connectionLost,
            status: 502,
            code: .upstreamConnectionLost,
            isRetryableUnsent: false,
            message: "The upstream closed the connection"
        ),
        Row(
            reason: .malformedResponse,
            status: 502,
            code: .invalidUpstreamAnswer,
            isRetryableUnsent: false,
            message: "The upstream's response is not HTTP"
        ),
        Row(
            reason: .responseTooLarge,
            status: 502,
            code: .upstreamAnswerTooLarge,
            isRetryableUnsent: false,
            message: "The upstream's response is over the limit"
        ),
        Row(
            reason: .cancelled,
            status: 499,
            code: .clientClosedRequest,
            isRetryableUnsent: false,
            message: "The client went away"
        ),
        Row(
            reason: .shuttingDown,
            status: 503,
            code: .shuttingDown,
            isRetryableUnsent: true,
            message: "The relay is shutting down"
        ),
        Row(
            reason: .internalFault,
            status: 500,
            code: .internalError,
            isRetryableUnsent: false,
            message: "The request could not be sent"
        ),
    ]

    @Test("each reason has its row, and nothing that was sent may be sent again", arguments: rows)
    func row(_ row: Row) async {
        for wasSent in [false, true] {
            let bench = Bench(.failure(UpstreamTransportError(row.reason, requestWasSent: wasSent)))
            let (result, record) = await bench.exchange()
            var expected = RelayError(row.code, stage: .upstream, message: row.message + ".", provider: "openai")
            expected.isRetryable = !wasSent && row.isRetryableUnsent
            #expect(result.failure == expected)
            #expect(result.failure?.status == row.status)
            #expect(record.upstreamStatus == nil && record.upstream == nil)
        }
    }

    @Test("a detail stands in brackets")
    func detail() async {
        let error = UpstreamTransportError(.unreachable, requestWasSent: false, detail: "name not found")
        let (result, _) = await Bench(.failure(error)).create()
        #expect(result.failure?.message == "No connection to the upstream (name not found).")
    }
}
