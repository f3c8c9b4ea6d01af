// SPDX-License-Identifier: MIT

/// A full ICE agent (RFC 8445) for one component, controlling or controlled, with regular nomination.
///
/// It holds no socket and no clock. Its owner gives it addresses of its own and the peer's candidates, passes every STUN
/// datagram in, and after each call takes what is to be sent (``nextTransmit(into:)``), what has happened
/// (``nextEvent()``) and when to call again (``nextTimeout``), until there is no more of the first two. Times are
/// durations since one fixed start.
public struct ICEAgent: ICEProcessing, ~Copyable {
    /// An address of our own.
    struct LocalCandidate {
        let address: TransportAddress
        let foundation: String
        let priority: UInt32
        /// The priority that the peer gives a reflexive candidate found through this one.
        let reflexivePriority: UInt32
    }

    /// An address of the peer.
    struct RemoteCandidate {
        let address: TransportAddress
        let foundation: String
        let priority: UInt32
    }

    /// The pair that data goes over, and the peer's consent to it.
    struct Selection {
        let pair: ICEPair
        let generation: Int
        let priority: UInt32
        var lastAnswer: Duration
        var nextConsent: Duration
    }

    enum Outgoing {
        case response(BindingResponse)
        case request(BindingRequest)
    }

    let configuration: ICEConfiguration
    let tieBreaker: UInt64
    var random: any RandomNumberGenerator

    var current: LocalGeneration
    var remoteCredentials: ICECredentials?
    /// Both sides' credentials of before a restart; good until a pair of the current ones is selected.
    var previous: (local: LocalGeneration, remote: ICECredentials?)?

    var locals: [LocalCandidate] = []
    var remotes: [RemoteCandidate] = []
    var hasAllCandidates = false
    var checks = CheckList()
    var transactions: [CheckTransaction] = []
    /// What the owner may send to and take from: the pairs, and the generation that last validated each.
    var validated: [(pair: ICEPair, generation: Int)] = []
    var selection: Selection?

    var nextCheck: Duration
    var deadline: Duration?
    var nominationTime: Duration?

    var outgoing = BoundedQueue<Outgoing>(limit: BindingResponse.maximumPending + ICELimits.pendingChecks)
    var events = BoundedQueue<ICEEvent>(limit: 4 * ICELimits.pairs)

    /// Where it is in its life.
    public internal(set) var state = ICEState.checking
    /// Who nominates; changes if the peer takes the same role.
    public internal(set) var role: ICERole

    /// Begins with credentials of our own; the generator is the system's or as good, and is kept.
    public init(
        role: ICERole,
        credentials: ICECredentials,
        configuration: ICEConfiguration = ICEConfiguration(),
        random: any RandomNumberGenerator,
        now: Duration
    ) {
        self.role = role
        self.configuration = configuration
        self.random = random
        tieBreaker = self.random.next()
        current = LocalGeneration(number: 0, credentials: credentials)
        nextCheck = now
    }

    /// The credentials that the description must carry.
    public var credentials: ICECredentials { current.credentials }

    /// The pair to send data over.
    public var selectedPair: ICEPair? { selection?.pair }

    /// The pair to send data over: the selected one, or before there is one, the first that works.
    ///
    /// A peer may begin with DTLS before there is a nomination.
    public var pairForData: ICEPair? { selection?.pair ?? validated.first?.pair }

    /// The candidates that the description must carry.
    public var localCandidates: [ICECandidate] {
        locals.enumerated().map { ICECandidate.host($1.address, localPreference: 65_535 - UInt16($0)) }
    }

    /// Whether datagrams may be sent to and taken from there.
    public func isValidated(_ pair: ICEPair) -> Bool {
        validated.contains { $0.pair == pair }
    }

    /// Whether that is so of any pair with the address.
    public func isValidated(_ remote: TransportAddress) -> Bool {
        validated.contains { $0.pair.remote == remote }
    }

    /// Whether a pair of the current credentials is selected, so that there is nothing more to look for.
    var isSettled: Bool { selection?.generation == current.number }

    /// What has happened; nil when all is told.
    public mutating func nextEvent() -> ICEEvent? {
        events.popFirst()
    }

    /// Writes the next datagram to be sent into the buffer, which has ``ICETransmit/maximumSize`` bytes or more.
    public mutating func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit? {
        precondition(buffer.count >= ICETransmit.maximumSize, "a buffer that is too small")
        while let item = outgoing.popFirst() {
            switch item {
            case .response(let response):
                guard let local = localGeneration(response.generation),
                    let count = response.write(with: local.credentials.key, in: &buffer)
                else { continue }
                return ICETransmit(count: count, pair: response.pair)
            case .request(let request):
                guard let local = localGeneration(request.generation), let remote = remote(request.generation),
                    let count = request.write(from: local.credentials, to: remote, in: &buffer)
                else { continue }
                return ICETransmit(count: count, pair: request.pair)
            }
        }
        return nil
    }

    func localGeneration(_ number: Int) -> LocalGeneration? {
        if current.number == number { return current }
        return previous?.local.number == number ? previous?.local : nil
    }

    func remote(_ generation: Int) -> ICECredentials? {
        if current.number == generation { return remoteCredentials }
        return previous?.local.number == generation ? previous?.remote : nil
    }
}
