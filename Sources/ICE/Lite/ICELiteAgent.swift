// SPDX-License-Identifier: MIT

/// An ICE-lite agent (RFC 8445 section 2.5): it has a public address, answers checks and follows the peer's choice.
///
/// It holds no socket and no clock. Its owner passes every STUN datagram in, and after each call takes what is to be
/// sent (``nextTransmit(into:)``), what has happened (``nextEvent()``) and when to call again (``nextTimeout``), until
/// there is no more of the first two. Times are durations since one fixed start.
///
/// A check counts only with right fingerprint and integrity; no answer is longer than the check that it answers. It is
/// always controlled. Consent is the peer's own checks (RFC 7675): it is lost after ``ICETimes/consent`` without.
public struct ICELiteAgent: ICEProcessing, ~Copyable {
    /// How many pairs of a peer are remembered; the one that has been quiet for longest gives way.
    public static let maximumPairCount = 8
    static let maximumEventCount = 256

    /// A pair over which a check with right integrity has come.
    struct ValidatedPair {
        let pair: ICEPair
        var lastHeard: Duration
        var generation: Int
        /// Whether there was a selected pair before this one.
        let cameLater: Bool
    }

    let times: ICETimes
    var current: LocalGeneration
    /// Good until a pair is nominated with the current one.
    var previous: LocalGeneration?
    var pairs: [ValidatedPair] = []
    var responses = BoundedQueue<BindingResponse>(limit: BindingResponse.maximumPending)
    var events = BoundedQueue<ICEEvent>(limit: maximumEventCount)
    /// When a check last counted; the start before the first.
    var lastHeard: Duration
    var deadline: Duration

    /// Where it is in its life.
    public internal(set) var state = ICEState.checking
    /// The pair that the peer has nominated.
    public internal(set) var selectedPair: ICEPair?

    /// Begins with credentials of our own, which the description carries to the peer.
    public init(credentials: ICECredentials, times: ICETimes = ICETimes(), now: Duration) {
        self.times = times
        current = LocalGeneration(number: 0, credentials: credentials)
        lastHeard = now
        deadline = now + times.deadline
    }

    /// The credentials that the description must carry.
    public var credentials: ICECredentials { current.credentials }

    /// The pair to send data over: the selected one, or before there is one, the pair that was heard last.
    ///
    /// Browsers begin with DTLS before they nominate.
    public var pairForData: ICEPair? {
        if let selectedPair { return selectedPair }
        return pairs.max { $0.lastHeard < $1.lastHeard }?.pair
    }

    /// Whether datagrams may be sent to and taken from there.
    public func isValidated(_ pair: ICEPair) -> Bool {
        pairs.contains { $0.pair == pair }
    }

    /// Whether that is so of any pair with the address.
    public func isValidated(_ remote: TransportAddress) -> Bool {
        pairs.contains { $0.pair.remote == remote }
    }

    /// When ``handleTimeout(now:)`` is to be called; nil for never.
    public var nextTimeout: Duration? {
        switch state {
        case .checking: deadline
        case .connected: lastHeard + times.consent
        case .ended: nil
        }
    }

    /// Ends the agent if its time has come; else nothing.
    public mutating func handleTimeout(now: Duration) {
        guard let time = nextTimeout, now >= time else { return }
        events.append(state == .connected ? .consentLost : .failed(.deadline))
        end()
    }

    /// Gives the peer the whole time again, as when the description only goes out now.
    public mutating func postponeDeadline(now: Duration) {
        if state == .checking { deadline = now + times.deadline }
    }

    /// Goes on with new credentials (RFC 8445 section 9); the old ones are good until a pair is nominated with these.
    ///
    /// The selected pair stays until then. After an end it begins anew.
    public mutating func restart(credentials: ICECredentials, now: Duration) {
        let next = LocalGeneration(number: current.number + 1, credentials: credentials)
        if state == .ended {
            state = .checking
        } else {
            if previous == nil {
                previous = current
            } else {
                // The last restart came to nothing: what is selected is older, and stays.
                events.append(.credentialsRetired(ufrag: current.credentials.ufrag))
            }
        }
        current = next
        deadline = now + times.deadline
    }

    /// What has happened; nil when all is told.
    public mutating func nextEvent() -> ICEEvent? {
        events.popFirst()
    }

    /// Writes the next datagram to be sent into the buffer, which has ``ICETransmit/maximumSize`` bytes or more.
    public mutating func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit? {
        precondition(buffer.count >= ICETransmit.maximumSize, "a buffer that is too small")
        while let response = responses.popFirst() {
            guard let generation = generation(response.generation),
                let count = response.write(with: generation.credentials.key, in: &buffer)
            else { continue }
            return ICETransmit(count: count, pair: response.pair)
        }
        return nil
    }

    func generation(_ number: Int) -> LocalGeneration? {
        if current.number == number { return current }
        return previous?.number == number ? previous : nil
    }

    /// Forgets all that a peer without consent has; its answers are not sent either.
    private mutating func end() {
        state = .ended
        for item in pairs { events.append(.pairRemoved(item.pair)) }
        pairs.removeAll()
        selectedPair = nil
        previous = nil
        responses.removeAll()
    }
}
