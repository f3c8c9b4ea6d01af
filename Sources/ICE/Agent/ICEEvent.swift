// SPDX-License-Identifier: MIT

/// What an agent tells its owner, in the order in which it happened.
public enum ICEEvent: Hashable, Sendable {
    /// The pair works: datagrams may be sent and taken there.
    case pairValidated(ICEPair)

    /// The pair is forgotten: nothing may be sent or taken there any more.
    case pairRemoved(ICEPair)

    /// From now on data goes over this pair.
    case selectedPairChanged(ICEPair)

    /// A pair is selected for the first time since the start or the loss of consent.
    case connected

    /// The credentials of the fragment are good for nothing any more: a restart has led to a pair, or to another restart.
    case credentialsRetired(ufrag: String)

    /// The peer has not proved for ``ICETimes/consent`` that it still wants data (RFC 7675): nothing is sent any more.
    case consentLost

    /// There will be no connection.
    case failed(ICEFailure)
}

/// Why there is no connection.
public enum ICEFailure: String, CaseIterable, Hashable, Sendable {
    /// No pair was selected in time.
    case deadline

    /// Every check has failed, and the peer has no more candidates.
    case allChecksFailed
}

/// Where an agent is in its life.
public enum ICEState: Hashable, Sendable {
    /// Looks for a pair.
    case checking

    /// Has a pair.
    case connected

    /// Consent is lost, or there was no connection; only a restart leads out of it.
    case ended
}
