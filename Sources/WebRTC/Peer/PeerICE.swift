// SPDX-License-Identifier: MIT

internal import ICE
internal import SDP

/// The ICE agent of a peer, of whichever kind.
protocol PeerICE: AnyObject {
    /// What our description says of us.
    var credentials: ICE.ICECredentials { get }
    /// Where data goes; nil while no pair works.
    var pairForData: ICEPair? { get }
    var nextTimeout: Duration? { get }

    /// Whether datagrams of the pair are the peer's.
    func isValidated(_ pair: ICEPair) -> Bool
    /// Whether that is so of any pair with the address.
    func isValidated(_ remote: TransportAddress) -> Bool
    func receive(_ message: STUNMessage, in datagram: Span<UInt8>, over pair: ICEPair, now: Duration)
    func handleTimeout(now: Duration)
    func nextEvent() -> ICEEvent?
    func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit?
}

/// Toward clients.
typealias LiteICE = HeldICE<ICELiteAgent>
/// Toward providers.
typealias FullICE = HeldICE<ICEAgent>

/// An agent, which cannot be copied, where either kind may be.
final class HeldICE<Agent: ICEProcessing & ~Copyable>: PeerICE {
    var agent: Agent

    init(_ agent: consuming Agent) {
        self.agent = agent
    }

    var credentials: ICE.ICECredentials { agent.credentials }
    var pairForData: ICEPair? { agent.pairForData }
    var nextTimeout: Duration? { agent.nextTimeout }

    func isValidated(_ pair: ICEPair) -> Bool { agent.isValidated(pair) }
    func isValidated(_ remote: TransportAddress) -> Bool { agent.isValidated(remote) }

    func receive(_ message: STUNMessage, in datagram: Span<UInt8>, over pair: ICEPair, now: Duration) {
        agent.receive(message, in: datagram, over: pair, now: now)
    }

    func handleTimeout(now: Duration) { agent.handleTimeout(now: now) }
    func nextEvent() -> ICEEvent? { agent.nextEvent() }
    func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit? { agent.nextTransmit(into: &buffer) }
}

extension ICELiteAgent {
    /// An agent toward a client.
    init(credentials: ICE.ICECredentials, settings: PeerSettings, now: Duration) {
        var times = ICETimes()
        times.deadline = settings.setUpDeadline
        self.init(credentials: credentials, times: times, now: now)
    }
}

extension ICEAgent {
    /// An agent toward a provider, which controls.
    init(credentials: ICE.ICECredentials, settings: PeerSettings, now: Duration) {
        var configuration = ICEConfiguration()
        configuration.times.deadline = settings.setUpDeadline
        configuration.policy = settings.remotePolicy
        self.init(
            role: .controlling,
            credentials: credentials,
            configuration: configuration,
            random: SystemRandomNumberGenerator(),
            now: now
        )
        for address in settings.addresses { addLocal(address) }
    }

    /// Begins the checks of the candidates of an answer; those that cannot be used are left out.
    mutating func begin(with credentials: ICE.ICECredentials, of session: NegotiatedSession, now: Duration) {
        setRemote(credentials, isLite: session.isRemoteICELite, now: now)
        for text in session.remoteCandidates {
            guard let candidate = ICECandidate(ofAttribute: text) else { continue }
            addRemote(candidate)
        }
        // Nothing trickles in after an answer over HTTP; peer-reflexive addresses still count.
        if session.hasAllRemoteCandidates { endOfRemoteCandidates() }
    }
}
