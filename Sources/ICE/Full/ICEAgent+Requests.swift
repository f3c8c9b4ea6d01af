// SPDX-License-Identifier: MIT

extension ICEAgent {
    /// Takes a datagram that has been parsed, as ``ICEDemultiplexer`` does.
    @discardableResult
    public mutating func receive(
        _ message: STUNMessage,
        in datagram: Span<UInt8>,
        over pair: ICEPair,
        now: Duration
    ) -> ICEReception {
        guard state != .ended else { return .ended }
        switch message.type {
        case .bindingRequest: return receiveRequest(message, in: datagram, over: pair, now: now)
        case .bindingSuccess, .bindingError: return receiveResponse(message, in: datagram, over: pair, now: now)
        case .bindingIndication: return .keepalive
        default: return .otherMethod
        }
    }

    private mutating func receiveRequest(
        _ message: STUNMessage,
        in datagram: Span<UInt8>,
        over pair: ICEPair,
        now: Duration
    ) -> ICEReception {
        let generation = addressedGeneration(by: message, in: datagram)
        if let refusal = CheckAuthentication.refusal(of: message, in: datagram, by: generation) { return refusal }
        guard let generation else { return .unknownUser }
        guard configuration.policy.allows(pair.remote), locals.contains(where: { $0.address == pair.local }) else {
            return .refusedAddress
        }
        if message.unknownAttributes.count > 0 {
            return answer(message, over: pair, with: .unknownAttributes(message.unknownAttributes), generation)
                ? .answeredWithError(STUNErrorCode.unknownAttribute) : .unanswerable
        }
        switch conflict(in: message) {
        case .none: break
        case .peerGivesWay:
            return answer(message, over: pair, with: .roleConflict, generation)
                ? .answeredWithError(STUNErrorCode.roleConflict) : .unanswerable
        case .weGiveWay: changeRole(to: role == .controlling ? .controlled : .controlling, now: now)
        }
        guard answer(message, over: pair, with: .success, generation) else { return .unanswerable }
        if generation.number == current.number { learn(from: message, over: pair, now: now) }
        return .accepted
    }

    private func addressedGeneration(by message: STUNMessage, in datagram: Span<UInt8>) -> LocalGeneration? {
        if current.isAddressed(by: message, in: datagram) { return current }
        guard let local = previous?.local, local.isAddressed(by: message, in: datagram) else { return nil }
        return local
    }

    private enum Conflict {
        case none
        case peerGivesWay
        case weGiveWay
    }

    /// Whether both take the same role; the greater tie-breaker is controlling (RFC 8445 section 7.3.1.1).
    private func conflict(in message: STUNMessage) -> Conflict {
        switch (role, message.controlling, message.controlled) {
        case (.controlling, let other?, _): tieBreaker >= other ? .peerGivesWay : .weGiveWay
        case (.controlled, _, let other?): tieBreaker >= other ? .weGiveWay : .peerGivesWay
        default: .none
        }
    }

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
        guard !outgoing.isFull, response.size <= message.size else { return false }
        outgoing.append(.response(response))
        return true
    }

    /// Learns the peer's address, checks back, and notes a nomination (RFC 8445 sections 7.3.1.3 to 7.3.1.5).
    private mutating func learn(from message: STUNMessage, over pair: ICEPair, now: Duration) {
        if !remotes.contains(where: { $0.address == pair.remote }) {
            guard makeRoomForRemote() else { return }
            let foundation = "prflx\(CandidateFoundation.make(type: .peerReflexive, base: pair.remote.ip))"
            addRemote(pair.remote, priority: message.priority ?? 1, foundation: foundation)
        }
        guard let index = checks.index(of: pair) else { return }
        if message.usesCandidate, role == .controlled { checks.update(index) { $0.isNominatedByPeer = true } }
        switch checks.pairs[index].state {
        case .succeeded:
            if message.usesCandidate, role == .controlled {
                select(index, now: now)
            } else if isQuiet(now: now), selection?.pair != pair {
                // The peer checks another pair than the one that has gone quiet: it may have moved there.
                checkBack(index)
            }
        case .inProgress: hurry(pairID: checks.pairs[index].id, now: now)
        case .frozen, .waiting, .failed: checkBack(index)
        }
    }

    /// Lets the oldest address give way that is in no pair that works or is being checked.
    private mutating func makeRoomForRemote() -> Bool {
        guard remotes.count >= ICELimits.remoteCandidates else { return true }
        let useless = remotes.firstIndex { remote in
            checks.pairs.allSatisfy { $0.pair.remote != remote.address || $0.state == .failed }
        }
        guard let useless else { return false }
        let address = remotes.remove(at: useless).address
        checks.remove { $0.pair.remote == address }
        return true
    }

    private mutating func checkBack(_ index: Int) {
        checks.trigger(index)
    }

    /// The peer's check shows that the way is open now: a check that is awaiting its answer is sent again at once.
    private mutating func hurry(pairID: Int, now: Duration) {
        let index = transactions.firstIndex { transaction in
            guard case .connectivity(pairID) = transaction.purpose else { return false }
            return transaction.request.generation == current.number
        }
        guard let index, transactions[index].transmissionCount < configuration.transmissionCount else { return }
        transactions[index].next = min(transactions[index].next, now + configuration.pace)
    }

    /// Whether the selected pair has not answered for longer than a check of consent takes.
    func isQuiet(now: Duration) -> Bool {
        guard let selection else { return false }
        return now - selection.lastAnswer >= configuration.times.quietForKnownAddress
    }
}
