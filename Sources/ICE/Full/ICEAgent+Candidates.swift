// SPDX-License-Identifier: MIT

extension ICEAgent {
    /// Adds an address of our own; false if it is known or there are too many.
    ///
    /// The first has the highest preference: IPv6 before IPv4 by RFC 8421.
    @discardableResult
    public mutating func addLocal(_ address: TransportAddress) -> Bool {
        guard state != .ended, locals.count < ICELimits.localCandidates,
            !locals.contains(where: { $0.address == address })
        else { return false }
        let preference = 65_535 - UInt16(locals.count)
        locals.append(
            LocalCandidate(
                address: address,
                foundation: CandidateFoundation.make(type: .host, base: address.ip),
                priority: CandidatePriority.candidate(type: .host, localPreference: preference),
                reflexivePriority: CandidatePriority.candidate(type: .peerReflexive, localPreference: preference)
            )
        )
        for remote in remotes { pair(locals[locals.count - 1], with: remote) }
        return true
    }

    /// Takes the peer's credentials, which begins the checks and the time until the deadline.
    ///
    /// A lite peer is always controlled, so that we are controlling (RFC 8445 section 6.1.1).
    public mutating func setRemote(_ credentials: ICECredentials, isLite: Bool, now: Duration) {
        guard state != .ended else { return }
        remoteCredentials = credentials
        if isLite, role == .controlled { changeRole(to: .controlling, now: now) }
        if deadline == nil, !isSettled { deadline = now + configuration.times.deadline }
        nextCheck = max(nextCheck, now)
    }

    /// Adds a candidate of the peer, from its description or later (RFC 8838).
    @discardableResult
    public mutating func addRemote(_ candidate: ICECandidate) -> RemoteCandidateOutcome {
        let outcome = outcome(of: candidate)
        if outcome == .added, let address = candidate.address {
            addRemote(address, priority: candidate.priority, foundation: candidate.foundation)
        }
        return outcome
    }

    /// What would become of a candidate of the peer if it were added now.
    public func outcome(of candidate: ICECandidate) -> RemoteCandidateOutcome {
        if let obstacle = candidate.obstacle { return .unusable(obstacle) }
        guard let address = candidate.address else { return .unusable(.domainName) }
        guard configuration.policy.allows(address) else { return .refused }
        guard !remotes.contains(where: { $0.address == address }) else { return .known }
        guard remotes.count < ICELimits.remoteCandidates else { return .tooMany }
        return .added
    }

    /// Whether there is an address of our own from which checks could go to the candidate.
    public func hasLocal(for candidate: ICECandidate) -> Bool {
        guard let remote = candidate.address else { return false }
        return locals.contains { CheckPair.areCompatible($0.address.ip, remote.ip) }
    }

    /// The peer has no more candidates: when all checks have failed, there is nothing left to wait for.
    public mutating func endOfRemoteCandidates() {
        hasAllCandidates = true
        failIfNothingIsLeft()
    }

    mutating func addRemote(_ address: TransportAddress, priority: UInt32, foundation: String) {
        let remote = RemoteCandidate(address: address, foundation: foundation, priority: priority)
        remotes.append(remote)
        for local in locals { pair(local, with: remote) }
    }

    private mutating func pair(_ local: LocalCandidate, with remote: RemoteCandidate) {
        guard CheckPair.areCompatible(local.address.ip, remote.address.ip) else { return }
        _ = checks.add(
            ICEPair(local: local.address, remote: remote.address),
            localPriority: local.priority,
            remotePriority: remote.priority,
            foundation: "\(local.foundation):\(remote.foundation)",
            role: role
        )
    }

    /// Goes on with new credentials (RFC 8445 section 9); the selected pair stays until one of these is selected.
    ///
    /// The peer's new credentials and candidates are given as in the beginning; addresses of our own stay. After an end
    /// it begins anew.
    public mutating func restart(credentials: ICECredentials, now: Duration) {
        if state == .ended {
            state = .checking
        } else {
            if previous == nil {
                previous = (current, remoteCredentials)
            } else {
                // The last restart came to nothing: what is selected is older, and stays.
                events.append(.credentialsRetired(ufrag: current.credentials.ufrag))
            }
        }
        current = LocalGeneration(number: current.number + 1, credentials: credentials)
        remoteCredentials = nil
        remotes.removeAll()
        hasAllCandidates = false
        checks.removeAll()
        transactions.removeAll { !$0.isConsent }
        deadline = nil
        nominationTime = nil
        nextCheck = max(nextCheck, now)
    }
}
