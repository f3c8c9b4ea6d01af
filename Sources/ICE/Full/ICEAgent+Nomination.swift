// SPDX-License-Identifier: MIT

extension ICEAgent {
    /// A pair works: nominates the best at once if none that is better could still come, else a little later.
    mutating func considerNomination(now: Duration) {
        guard role == .controlling, !isSettled, !checks.pairs.contains(where: \.isNominating) else { return }
        if checks.pairs.first(where: { $0.state != .failed })?.state == .succeeded {
            nominateBest(now: now)
        } else if nominationTime == nil {
            nominationTime = now + configuration.nominationWait
        }
    }

    /// Nominates the pair of the highest priority that works (RFC 8445 section 8.1.1).
    mutating func nominateBest(now: Duration) {
        nominationTime = nil
        guard role == .controlling, !isSettled, !checks.pairs.contains(where: \.isNominating),
            let index = checks.pairs.firstIndex(where: { $0.state == .succeeded })
        else { return }
        nominate(index)
    }

    /// Checks the pair once more, with USE-CANDIDATE, before all others.
    mutating func nominate(_ index: Int) {
        checks.update(index) { $0.isNominating = true }
        checks.trigger(index)
    }

    /// Data goes over this pair from now on; there are no more checks but those of consent.
    mutating func select(_ index: Int, now: Duration) {
        checks.update(index) { $0.isNominating = false }
        let item = checks.pairs[index]
        let isChange = selection?.pair != item.pair
        let wasSettled = isSettled
        guard isChange || !wasSettled else { return }
        let local = locals.first { $0.address == item.pair.local }
        selection = Selection(
            pair: item.pair,
            generation: current.number,
            priority: local?.reflexivePriority ?? item.localPriority,
            lastAnswer: now,
            nextConsent: now + consentInterval()
        )
        transactions.removeAll()
        checks.settle()
        deadline = nil
        nominationTime = nil
        if isChange { events.append(.selectedPairChanged(item.pair)) }
        if state == .checking {
            state = .connected
            events.append(.connected)
        }
        retirePrevious()
    }

    /// A pair of the current credentials is selected: the old ones and what came with them are done with.
    private mutating func retirePrevious() {
        guard let retired = previous?.local.credentials.ufrag else { return }
        previous = nil
        for item in validated where item.generation != current.number { events.append(.pairRemoved(item.pair)) }
        validated.removeAll { $0.generation != current.number }
        events.append(.credentialsRetired(ufrag: retired))
    }

    mutating func changeRole(to role: ICERole, now: Duration) {
        guard self.role != role else { return }
        self.role = role
        nominationTime = nil
        checks.changeRole(to: role)
        if checks.pairs.contains(where: { $0.state == .succeeded }) { considerNomination(now: now) }
    }

    /// Forgets all that was found out: nothing is sent any more (RFC 7675 section 5.1).
    mutating func end(with event: ICEEvent) {
        events.append(event)
        for item in validated { events.append(.pairRemoved(item.pair)) }
        state = .ended
        validated.removeAll()
        selection = nil
        previous = nil
        transactions.removeAll()
        checks.removeAll()
        outgoing.removeAll()
        deadline = nil
        nominationTime = nil
    }
}
