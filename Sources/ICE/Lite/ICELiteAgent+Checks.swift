// SPDX-License-Identifier: MIT

extension ICELiteAgent {
    /// Takes a datagram that has been parsed, as ``ICEDemultiplexer`` does.
    @discardableResult
    public mutating func receive(
        _ message: STUNMessage,
        in datagram: Span<UInt8>,
        over pair: ICEPair,
        now: Duration
    ) -> ICEReception {
        guard state != .ended else { return .ended }
        guard message.type == .bindingRequest else {
            return message.type == .bindingIndication ? .keepalive : .otherMethod
        }
        let generation = addressedGeneration(by: message, in: datagram)
        if let refusal = CheckAuthentication.refusal(of: message, in: datagram, by: generation) { return refusal }
        guard let generation else { return .unknownUser }
        if message.unknownAttributes.count > 0 {
            return answer(message, over: pair, with: .unknownAttributes(message.unknownAttributes), generation)
                ? .answeredWithError(STUNErrorCode.unknownAttribute) : .unanswerable
        }
        // A lite agent is controlled whatever the tie-breaker says: it cannot nominate (RFC 8445 section 6.1.1).
        if message.controlled != nil {
            return answer(message, over: pair, with: .roleConflict, generation)
                ? .answeredWithError(STUNErrorCode.roleConflict) : .unanswerable
        }
        guard answer(message, over: pair, with: .success, generation) else { return .unanswerable }
        count(pair, generation.number, nominates: message.usesCandidate, now: now)
        return .accepted
    }

    private func addressedGeneration(by message: STUNMessage, in datagram: Span<UInt8>) -> LocalGeneration? {
        if current.isAddressed(by: message, in: datagram) { return current }
        guard let previous, previous.isAddressed(by: message, in: datagram) else { return nil }
        return previous
    }

    /// False if there is to be no answer.
    private mutating func answer(
        _ message: STUNMessage,
        over pair: ICEPair,
        with content: BindingResponse.Content,
        _ generation: LocalGeneration
    ) -> Bool {
        let response = BindingResponse(
            transactionID: message.transactionID,
            pair: pair,
            content: content,
            generation: generation.number
        )
        guard !responses.isFull, response.size <= message.size else { return false }
        responses.append(response)
        return true
    }

    /// Notes a check that counts, and selects its pair if it is nominated or the selected one has fallen silent.
    private mutating func count(_ pair: ICEPair, _ generation: Int, nominates: Bool, now: Duration) {
        lastHeard = now
        let index = noteValidated(pair, generation, now: now)
        if nominates || hasTakenOver(pairs[index], now: now) { select(pairs[index]) }
    }

    private mutating func noteValidated(_ pair: ICEPair, _ generation: Int, now: Duration) -> Int {
        if let index = pairs.firstIndex(where: { $0.pair == pair }) {
            pairs[index].lastHeard = now
            pairs[index].generation = max(pairs[index].generation, generation)
            return index
        }
        if pairs.count >= Self.maximumPairCount { removeQuietest() }
        let cameLater = selectedPair != nil
        pairs.append(ValidatedPair(pair: pair, lastHeard: now, generation: generation, cameLater: cameLater))
        events.append(.pairValidated(pair))
        return pairs.count - 1
    }

    private mutating func removeQuietest() {
        let candidates = pairs.indices.filter { pairs[$0].pair != selectedPair }
        guard let index = candidates.min(by: { pairs[$0].lastHeard < pairs[$1].lastHeard }) else { return }
        events.append(.pairRemoved(pairs.remove(at: index).pair))
    }

    /// Whether checks come over this pair and not over the selected one any more: the peer's address has changed, and
    /// its checks of consent do not nominate again.
    private func hasTakenOver(_ item: ValidatedPair, now: Duration) -> Bool {
        guard let selectedPair, selectedPair != item.pair,
            let selected = pairs.first(where: { $0.pair == selectedPair })
        else { return false }
        let quiet = now - selected.lastHeard
        return quiet >= (item.cameLater ? times.quietForNewAddress : times.quietForKnownAddress)
    }

    private mutating func select(_ item: ValidatedPair) {
        if selectedPair != item.pair {
            selectedPair = item.pair
            events.append(.selectedPairChanged(item.pair))
        }
        if state == .checking {
            state = .connected
            events.append(.connected)
        }
        if item.generation == current.number { retirePrevious() }
    }

    /// A pair of the current credentials is nominated: the old ones and what came with them are done with.
    private mutating func retirePrevious() {
        guard let retired = previous else { return }
        previous = nil
        for item in pairs where item.generation != current.number { events.append(.pairRemoved(item.pair)) }
        pairs.removeAll { $0.generation != current.number }
        events.append(.credentialsRetired(ufrag: retired.credentials.ufrag))
    }
}
