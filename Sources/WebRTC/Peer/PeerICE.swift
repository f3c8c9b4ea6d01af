// SPDX-License-Identifier: MIT

internal import ICE
internal import SDP

/// The ICE agent of a peer: lite toward clients, full toward providers.
protocol PeerICE: AnyObject {
    /// What our description says of us.
    var credentials: ICE.ICECredentials { get }
    /// Where data goes; nil while no pair works.
    var pairForData: ICEPair? { get }
    var nextTimeout: Duration? { get }

    func receive(_ message: STUNMessage, in datagram: Span<UInt8>, over pair: ICEPair, now: Duration)
    func handleTimeout(now: Duration)
    func nextEvent() -> ICEEvent?
    func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit?
    /// Whether datagrams of the pair are the peer's.
    func isValidated(_ pair: ICEPair) -> Bool
}

final class LiteICE: PeerICE {
    private var agent: ICELiteAgent

    init(credentials: ICE.ICECredentials, deadline: Duration, now: Duration) {
        var times = ICETimes()
        times.deadline = deadline
        agent = ICELiteAgent(credentials: credentials, times: times, now: now)
    }

    var credentials: ICE.ICECredentials { agent.credentials }
    var pairForData: ICEPair? { agent.pairForData }
    var nextTimeout: Duration? { agent.nextTimeout }

    func receive(_ message: STUNMessage, in datagram: Span<UInt8>, over pair: ICEPair, now: Duration) {
        agent.receive(message, in: datagram, over: pair, now: now)
    }

    func handleTimeout(now: Duration) { agent.handleTimeout(now: now) }
    func nextEvent() -> ICEEvent? { agent.nextEvent() }
    func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit? { agent.nextTransmit(into: &buffer) }
    func isValidated(_ pair: ICEPair) -> Bool { agent.isValidated(pair) }

    func restart(credentials: ICE.ICECredentials, now: Duration) { agent.restart(credentials: credentials, now: now) }
    func postponeDeadline(now: Duration) { agent.postponeDeadline(now: now) }
}

final class FullICE: PeerICE {
    private var agent: ICEAgent

    init(credentials: ICE.ICECredentials, settings: PeerSettings, now: Duration) {
        var configuration = ICEConfiguration()
        configuration.times.deadline = settings.setUpDeadline
        configuration.policy = settings.remotePolicy
        agent = ICEAgent(
            role: .controlling,
            credentials: credentials,
            configuration: configuration,
            random: SystemRandomNumberGenerator(),
            now: now
        )
        for address in settings.addresses { agent.addLocal(address) }
    }

    var credentials: ICE.ICECredentials { agent.credentials }
    var pairForData: ICEPair? { agent.pairForData }
    var nextTimeout: Duration? { agent.nextTimeout }

    func receive(_ message: STUNMessage, in datagram: Span<UInt8>, over pair: ICEPair, now: Duration) {
        agent.receive(message, in: datagram, over: pair, now: now)
    }

    func handleTimeout(now: Duration) { agent.handleTimeout(now: now) }
    func nextEvent() -> ICEEvent? { agent.nextEvent() }
    func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit? { agent.nextTransmit(into: &buffer) }
    func isValidated(_ pair: ICEPair) -> Bool { agent.isValidated(pair) }

    /// Begins the checks of the candidates of an answer; those that cannot be used are left out.
    func begin(with credentials: ICE.ICECredentials, of session: NegotiatedSession, now: Duration) {
        agent.setRemote(credentials, isLite: session.isRemoteICELite, now: now)
        for text in session.remoteCandidates {
            guard let candidate = try? ICECandidate(parsing: "candidate:" + text) else { continue }
            agent.addRemote(candidate)
        }
        // Nothing trickles in after an answer over HTTP; peer-reflexive addresses still count.
        if session.hasAllRemoteCandidates { agent.endOfRemoteCandidates() }
    }
}
