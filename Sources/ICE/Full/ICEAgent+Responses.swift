// SPDX-License-Identifier: MIT

extension ICEAgent {
    mutating func receiveResponse(
        _ message: STUNMessage,
        in datagram: Span<UInt8>,
        over pair: ICEPair,
        now: Duration
    ) -> ICEReception {
        let found = transactions.firstIndex { $0.request.transactionID == message.transactionID }
        guard let found else { return .unknownTransaction }
        guard message.checkFingerprint(in: datagram) != .wrong else { return .badFingerprint }
        let request = transactions[found].request
        guard let remote = remote(request.generation), message.hasIntegrity(by: remote.key, in: datagram) else {
            return .badIntegrity
        }
        let transaction = transactions.remove(at: found)
        switch transaction.purpose {
        case .consent:
            if message.type == .bindingSuccess { noteConsent(to: request, over: pair, now: now) }
        case .connectivity(let id):
            guard request.generation == current.number, let index = checks.index(ofID: id) else { break }
            finish(request, index, with: message, over: pair, now: now)
        }
        return .accepted
    }

    private mutating func noteConsent(to request: BindingRequest, over pair: ICEPair, now: Duration) {
        guard selection?.pair == request.pair, pair == request.pair else { return }
        selection?.lastAnswer = now
    }

    private mutating func finish(
        _ request: BindingRequest,
        _ index: Int,
        with message: STUNMessage,
        over pair: ICEPair,
        now: Duration
    ) {
        if message.type == .bindingError, message.errorCode == STUNErrorCode.roleConflict {
            return resolveConflict(over: request, index, now: now)
        }
        // An answer that goes another way than its request shows no pair that works (RFC 8445 section 7.2.5.2.1).
        guard message.type == .bindingSuccess, message.mappedAddress != nil, message.unknownAttributes.count == 0,
            pair == request.pair
        else { return fail(pairID: checks.pairs[index].id, now: now) }
        noteValidated(index)
        let item = checks.pairs[index]
        if selection?.pair == item.pair { selection?.lastAnswer = now }
        if request.nominates, role == .controlling {
            select(index, now: now)
        } else if item.isNominatedByPeer, role == .controlled {
            select(index, now: now)
        } else if isSettled {
            if isQuiet(now: now), selection?.pair != item.pair { takeOver(index, now: now) }
        } else {
            considerNomination(now: now)
        }
    }

    /// The peer has the same role and does not give way, so we do (RFC 8445 section 7.2.5.1).
    private mutating func resolveConflict(over request: BindingRequest, _ index: Int, now: Duration) {
        let id = checks.pairs[index].id
        // Answers to several checks may tell of the same conflict.
        if request.role == role { changeRole(to: role == .controlling ? .controlled : .controlling, now: now) }
        guard let index = checks.index(ofID: id) else { return }
        checks.trigger(index)
    }

    private mutating func noteValidated(_ index: Int) {
        checks.update(index) { $0.state = .succeeded }
        let item = checks.pairs[index]
        checks.unfreeze(foundation: item.foundation)
        if let known = validated.firstIndex(where: { $0.pair == item.pair }) {
            validated[known].generation = current.number
        } else {
            validated.append((item.pair, current.number))
            events.append(.pairValidated(item.pair))
        }
    }

    /// The selected pair has gone quiet and this one works.
    private mutating func takeOver(_ index: Int, now: Duration) {
        switch role {
        case .controlling: nominate(index)
        case .controlled: select(index, now: now)
        }
    }

    mutating func fail(pairID: Int, now: Duration) {
        guard let index = checks.index(ofID: pairID) else { return }
        let item = checks.pairs[index]
        checks.update(index) {
            $0.state = .failed
            $0.isNominating = false
        }
        // The pair that data goes over is given up by loss of consent only.
        if item.pair != selection?.pair, let known = validated.firstIndex(where: { $0.pair == item.pair }) {
            validated.remove(at: known)
            events.append(.pairRemoved(item.pair))
        }
        if item.isNominating, !isSettled { nominateBest(now: now) }
        failIfNothingIsLeft()
    }

    mutating func failIfNothingIsLeft() {
        guard state != .ended, hasAllCandidates, selection == nil, checks.haveAllFailed else { return }
        end(with: .failed(.allChecksFailed))
    }
}
