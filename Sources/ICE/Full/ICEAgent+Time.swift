// SPDX-License-Identifier: MIT

extension ICEAgent {
    /// When ``handleTimeout(now:)`` is to be called; nil for not before another call.
    public var nextTimeout: Duration? {
        guard state != .ended else { return nil }
        var next: Duration?
        func consider(_ time: Duration?) {
            guard let time else { return }
            next = min(next ?? time, time)
        }
        if selection == nil { consider(deadline) }
        if remoteCredentials != nil, checks.hasNext(triggeredOnly: isSettled) { consider(nextCheck) }
        for transaction in transactions { consider(transaction.next) }
        consider(nominationTime)
        if let selection {
            consider(selection.nextConsent)
            consider(selection.lastAnswer + configuration.times.consent)
        }
        return next
    }

    /// Does what is due; calls too early or too late do no harm.
    public mutating func handleTimeout(now: Duration) {
        guard state != .ended else { return }
        if let selection, now >= selection.lastAnswer + configuration.times.consent {
            return end(with: .consentLost)
        }
        if selection == nil, let deadline, now >= deadline {
            return end(with: .failed(.deadline))
        }
        retransmit(now: now)
        guard state != .ended else { return }
        checkConsent(now: now)
        if let time = nominationTime, now >= time { nominateBest(now: now) }
        checkNext(now: now)
    }

    private mutating func retransmit(now: Duration) {
        var index = 0
        while index < transactions.count {
            guard transactions[index].next <= now else {
                index += 1
                continue
            }
            if transactions[index].isConsent {
                transactions.remove(at: index)
            } else if transactions[index].transmissionCount < configuration.transmissionCount {
                sendAgain(index, now: now)
                index += 1
            } else {
                let transaction = transactions.remove(at: index)
                if case .connectivity(let id) = transaction.purpose { fail(pairID: id, now: now) }
                if state == .ended { return }
            }
        }
    }

    /// Sends a check once more, and doubles the time until the next; after the last an answer is awaited for longer.
    mutating func sendAgain(_ index: Int, now: Duration) {
        outgoing.append(.request(transactions[index].request))
        transactions[index].transmissionCount += 1
        let count = transactions[index].transmissionCount
        transactions[index].next = now + interval(afterTransmission: count)
    }

    func interval(afterTransmission count: Int) -> Duration {
        if count >= configuration.transmissionCount {
            return configuration.retransmission * configuration.lastWaitFactor
        }
        // RTO grows with the number of checks that share the pace (RFC 8445 section 14.3).
        let first = max(configuration.retransmission, configuration.pace * checks.unfinishedCount)
        let doubled = first * (1 << min(count - 1, 16))
        return min(doubled, max(first, configuration.longestRetransmission))
    }

    private mutating func checkNext(now: Duration) {
        guard now >= nextCheck, remoteCredentials != nil else { return }
        guard let index = checks.takeNext(triggeredOnly: isSettled) else { return }
        nextCheck = now + configuration.pace
        startCheck(index, now: now)
    }

    private mutating func startCheck(_ index: Int, now: Duration) {
        let item = checks.pairs[index]
        guard let local = locals.first(where: { $0.address == item.pair.local }) else { return }
        let request = makeRequest(
            item.pair,
            priority: local.reflexivePriority,
            nominates: item.isNominating && role == .controlling,
            generation: current.number
        )
        checks.update(index) { if $0.state != .succeeded { $0.state = .inProgress } }
        outgoing.append(.request(request))
        let next = now + interval(afterTransmission: 1)
        transactions.append(CheckTransaction(request: request, purpose: .connectivity(pairID: item.id), next: next))
    }

    private mutating func checkConsent(now: Duration) {
        guard let selection, now >= selection.nextConsent else { return }
        let interval = consentInterval()
        self.selection?.nextConsent = now + interval
        let request = makeRequest(
            selection.pair,
            priority: selection.priority,
            nominates: role == .controlling && configuration.nominatesWithConsent,
            generation: selection.generation
        )
        outgoing.append(.request(request))
        let waiting = transactions.indices.filter { transactions[$0].isConsent }
        if waiting.count >= ICELimits.consentChecks { transactions.remove(at: waiting[0]) }
        let next = now + configuration.times.consent
        transactions.append(CheckTransaction(request: request, purpose: .consent, next: next))
    }

    private mutating func makeRequest(
        _ pair: ICEPair,
        priority: UInt32,
        nominates: Bool,
        generation: Int
    ) -> BindingRequest {
        BindingRequest(
            transactionID: STUNTransactionID(using: &random),
            pair: pair,
            priority: priority,
            role: role,
            tieBreaker: tieBreaker,
            nominates: nominates,
            generation: generation
        )
    }

    mutating func consentInterval() -> Duration {
        let range = configuration.consentInterval
        let width = (range.upperBound - range.lowerBound) / .milliseconds(1)
        return range.lowerBound + .milliseconds(Int.random(in: 0...max(0, Int(width)), using: &random))
    }
}
