// SPDX-License-Identifier: MIT

internal import Providers
internal import SDP

/// Calls whose media ends at the relay.
extension SignalingService {
    /// What both sides' data channel is numbered by, in the query of some clients.
    private static let channelParameter = "dcid"

    /// The client's offer is answered before the provider is asked: what cannot be answered costs nobody a call.
    @inline(never)
    func exchange(
        _ bridged: CheckedOffer.Bridged,
        _ request: OfferRequest,
        _ record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply {
        let checked = bridged.offer
        let offer = BridgedOffer(
            sdp: Array(request.offer),
            provider: checked.provider,
            model: checked.model,
            operation: request.operation,
            session: checked.payload.session,
            caller: request.caller,
            negotiatedChannel: try Self.negotiatedChannel(request.query),
            requestID: request.requestID
        )
        record.isBridged = true
        let exchange = try await bridged.bridge.begin(offer)
        do throws(RelayError) {
            // The provider's channel is the relay's own.
            var upstream = request
            upstream.query.removeAll { $0.name == Self.channelParameter }
            let summary = try checkOffer(exchange.offer[...], provider: checked.provider.name)
            let replaced = checked.replacingOffer(exchange.offer, summary)
            var reply = try await run(try prepare(replaced, upstream, at: now(), &record), &record)
            let upstreamID = reply.callID.flatMap(upstreamID)
            let completed = try await exchange.complete(
                answer: reply.body,
                callID: reply.callID,
                upstreamID: upstreamID
            )
            guard !Task.isCancelled else { throw RelayError(.clientClosedRequest, stage: .answer) }
            reply.body = completed.answer
            reply.callID = completed.callID
            return reply
        } catch {
            exchange.abandon()
            throw error
        }
    }

    /// The provider's id of a call that has just been made.
    private func upstreamID(of callID: String) -> String? {
        guard case .call(let handle) = calls.find(callID, .realtime), !handle.upstreamID.isEmpty else { return nil }
        return handle.upstreamID
    }

    private static func negotiatedChannel(_ query: [QueryParameter]) throws(RelayError) -> UInt16? {
        guard let parameter = query.first(where: { $0.name == channelParameter }) else { return nil }
        guard let number = UInt16(parameter.text.dropFirst(channelParameter.count + 1)), number < .max else {
            throw RelayError(
                .invalidQuery,
                stage: .request,
                message: "`dcid` must be a number from 0 to 65534.",
                param: channelParameter
            )
        }
        return number
    }

    /// Ends a call whose media ends here, and the provider's call; nil if there is none with this id.
    @inline(never)
    func hangUpBridged(
        _ request: ControlRequest,
        _ record: inout ExchangeRecord
    ) async throws(RelayError) -> SignalingReply? {
        guard request.operation == .hangUpCall, let bridge,
            try await bridge.hangUp(request.callID, for: request.caller)
        else { return nil }
        record.isBridged = true
        // Its connection is closed, which ends the call for most providers; those that have a request for it are asked
        // too. Whatever they say, the call is over.
        if let pending = try? prepare(request, &record), let reply = try? await run(pending, &record) { return reply }
        return SignalingReply(content: .nothing, body: [], upstreamFields: FieldBlock([]))
    }
}
