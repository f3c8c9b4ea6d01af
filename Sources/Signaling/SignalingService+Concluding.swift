// SPDX-License-Identifier: MIT

internal import Providers

/// From an upstream's response to the reply, or to the next request.
extension SignalingService {
    /// What the caller gets for a response; nil if another request has to be sent first: with another key, or with the
    /// token that was minted.
    @inline(never)
    func conclude(
        _ delivery: UpstreamDelivery,
        _ pending: PendingExchange,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> SignalingReply? {
        let response = delivery.response
        let provider = pending.provider
        record.upstream = delivery.timings
        record.upstreamStatus = response.status
        record.upstreamRequestID = response.fields.value(of: "x-request-id")
        let reply = provider.provider.reply(from: response, to: pending.step, of: provider)
        if case .failure(let report) = reply {
            return try conclude(report, response, pending, &record)
        }
        if let index = pending.keyIndex { keys.worked(index, of: provider) }
        switch (reply, pending.offeredMediaSections) {
        case (.minted(let token), .some):
            pending.request = try requestWithToken(token, pending)
            return nil
        case (.answer(let sdp, let callID), let offered?):
            record.replyBytes = sdp.count
            try checkAnswer(sdp, offeredMediaSections: offered, response, provider: provider.name)
            let id = issueID(callID, pending)
            return SignalingReply(content: .answer, body: sdp, callID: id, upstreamFields: response.fields)
        case (.liveSession(let body, let sdp, let sessionID), let offered?):
            record.replyBytes = body.count
            try checkAnswer(sdp, offeredMediaSections: offered, response, provider: provider.name)
            return liveReply(body, sessionID, response, pending)
        case (.json(let body), nil):
            record.replyBytes = body.count
            try Self.checkJSON(body, response, provider: provider.name)
            return SignalingReply(content: .json, body: body, upstreamFields: response.fields)
        case (.done, nil):
            return SignalingReply(content: .nothing, body: [], upstreamFields: response.fields)
        case (.unusable(let why), _):
            throw Self.invalidAnswer(why, response, provider: provider.name)
        case (.json, .some), (.done, .some):
            throw Self.invalidAnswer("The upstream answered without SDP.", response, provider: provider.name)
        case (.answer, nil), (.liveSession, nil), (.minted, nil):
            throw Self.invalidAnswer("The upstream answered what nobody asked.", response, provider: provider.name)
        case (.failure, _):
            preconditionFailure("failures are concluded before")
        }
    }

    private func issueID(_ upstreamID: String?, _ pending: PendingExchange) -> String? {
        calls.issue(
            CallKind(of: pending.step.operation),
            upstreamID: upstreamID,
            provider: pending.provider,
            key: pending.key?.fingerprint ?? .none,
            owner: pending.caller.owner
        )
    }

    private func liveReply(
        _ body: [UInt8],
        _ sessionID: String,
        _ response: UpstreamResponse,
        _ pending: PendingExchange
    ) -> SignalingReply {
        let id = issueID(sessionID, pending)
        return SignalingReply(
            content: .liveSession,
            body: id.map { $0 == sessionID ? body : LiveSessionBody.replacingID(in: body, with: $0) } ?? body,
            callID: id,
            upstreamFields: response.fields
        )
    }

    // MARK: Another request

    private func requestWithToken(_ token: String, _ pending: PendingExchange) throws(RelayError) -> UpstreamRequest {
        guard var exchange = pending.exchange else { preconditionFailure("a minted token without its exchange") }
        exchange.credential = .mintedToken(token)
        pending.exchange = nil
        pending.credential = exchange.credential
        pending.step = exchange.step(to: pending.provider)
        return try build(exchange, pending.provider)
    }

    /// Tries the next key if this one was refused, or ends a call that has ended already; else it is an error.
    ///
    /// A provider that refuses the key has made no session, so that another request makes no second one (decision 0010).
    private func conclude(
        _ report: UpstreamErrorReport,
        _ response: UpstreamResponse,
        _ pending: PendingExchange,
        _ record: inout ExchangeRecord
    ) throws(RelayError) -> SignalingReply? {
        if pending.controlsKnownCall, pending.step.operation.isHangUp, report.status == 404 || report.status == 410 {
            return SignalingReply(content: .nothing, body: [], upstreamFields: response.fields)
        }
        var error = RelayError(
            report: report,
            fields: response.fields,
            provider: pending.provider,
            credential: pending.credential
        )
        if pending.isRepeatable, [.upstreamError, .upstreamOverloaded].contains(error.code) {
            error.isRetryable = true
        }
        guard let index = pending.keyIndex, case .relayKey = pending.credential,
            let failure = KeyRing.Failure(error.code)
        else { throw error }
        let wait = error.retryAfterMilliseconds.map { Duration.milliseconds($0) }
        keys.failed(index, of: pending.provider, failure, retryAfter: wait, now: now())
        guard var exchange = pending.exchange,
            let next = keys.next(of: pending.provider, tried: pending.triedKeys, now: now())
        else { throw error }
        let key = pending.provider.keys[next]
        exchange.credential = .relayKey(key.secret)
        pending.exchange = exchange
        pending.credential = exchange.credential
        pending.keyIndex = next
        pending.triedKeys |= 1 << UInt64(next)
        record.key = key.name
        pending.request = try build(exchange, pending.provider)
        return nil
    }
}

extension KeyRing.Failure {
    /// What an error says of the key; nil if nothing.
    init?(_ code: ErrorCode) {
        switch code {
        case .upstreamAuthenticationFailed: self = .refused
        case .rateLimitExceeded: self = .limited
        case .insufficientQuota: self = .exhausted
        default: return nil
        }
    }
}
