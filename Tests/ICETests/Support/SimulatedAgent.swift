// SPDX-License-Identifier: MIT

@testable import ICE

/// An agent in a simulated network, and what it has told.
protocol SimulatedAgent: AnyObject {
    var name: String { get }
    var locals: [TransportAddress] { get }
    /// Whether it answers only, so that nothing may go where nothing came from.
    var answersOnly: Bool { get }
    var told: [(time: Duration, event: ICEEvent)] { get set }
    var nextTimeout: Duration? { get }

    func isValidated(_ pair: ICEPair) -> Bool
    func receive(_ bytes: [UInt8], over pair: ICEPair, now: Duration) -> ICEReception
    func handleTimeout(now: Duration)
    func nextDatagram() -> ICEDatagram?
    func nextEvent() -> ICEEvent?
}

extension SimulatedAgent {
    var events: [ICEEvent] { told.map(\.event) }

    func time(of event: ICEEvent) -> Duration? { told.first { $0.event == event }?.time }

    func count(_ isWanted: (ICEEvent) -> Bool) -> Int { events.count(where: isWanted) }
}

final class LiteAgent: SimulatedAgent {
    let name: String
    let locals: [TransportAddress]
    let answersOnly = true
    var told: [(time: Duration, event: ICEEvent)] = []
    var agent: ICELiteAgent

    init(
        _ locals: [TransportAddress],
        credentials: ICECredentials = .first,
        times: ICETimes = ICETimes(),
        now: Duration = .zero
    ) {
        name = "lite"
        self.locals = locals
        agent = ICELiteAgent(credentials: credentials, times: times, now: now)
    }

    var nextTimeout: Duration? { agent.nextTimeout }
    func isValidated(_ pair: ICEPair) -> Bool { agent.isValidated(pair) }
    func receive(_ bytes: [UInt8], over pair: ICEPair, now: Duration) -> ICEReception {
        agent.receive(bytes.span, from: pair.remote, local: pair.local, now: now)
    }
    func handleTimeout(now: Duration) { agent.handleTimeout(now: now) }
    func nextDatagram() -> ICEDatagram? { agent.nextTransmit() }
    func nextEvent() -> ICEEvent? { agent.nextEvent() }
}

final class FullAgent: SimulatedAgent {
    let name: String
    let locals: [TransportAddress]
    let answersOnly = false
    var told: [(time: Duration, event: ICEEvent)] = []
    var agent: ICEAgent

    init(
        _ locals: [TransportAddress],
        name: String = "full",
        role: ICERole = .controlling,
        credentials: ICECredentials = .second,
        configuration: ICEConfiguration = .forTests,
        seed: UInt64 = 1
    ) {
        self.name = name
        self.locals = locals
        agent = ICEAgent(
            role: role,
            credentials: credentials,
            configuration: configuration,
            random: SeededGenerator(seed: seed),
            now: .zero
        )
        for local in locals { agent.addLocal(local) }
    }

    func addLocal(_ address: TransportAddress) -> Bool { agent.addLocal(address) }
    func addRemote(_ candidate: ICECandidate) -> RemoteCandidateOutcome { agent.addRemote(candidate) }

    /// Gives it the peer's description.
    func setRemote(
        _ credentials: ICECredentials,
        isLite: Bool = false,
        candidates: [TransportAddress],
        isEnd: Bool = true,
        now: Duration = .zero
    ) {
        agent.setRemote(credentials, isLite: isLite, now: now)
        for (index, address) in candidates.enumerated() {
            agent.addRemote(.host(address, localPreference: 65_535 - UInt16(index)))
        }
        if isEnd { agent.endOfRemoteCandidates() }
    }

    var nextTimeout: Duration? { agent.nextTimeout }
    func isValidated(_ pair: ICEPair) -> Bool { agent.isValidated(pair) }
    func receive(_ bytes: [UInt8], over pair: ICEPair, now: Duration) -> ICEReception {
        agent.receive(bytes.span, from: pair.remote, local: pair.local, now: now)
    }
    func handleTimeout(now: Duration) { agent.handleTimeout(now: now) }
    func nextDatagram() -> ICEDatagram? { agent.nextTransmit() }
    func nextEvent() -> ICEEvent? { agent.nextEvent() }
}

extension ICEConfiguration {
    static var forTests: ICEConfiguration {
        var configuration = ICEConfiguration()
        configuration.policy = .any
        return configuration
    }
}
