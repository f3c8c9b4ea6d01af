// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

/// A network in virtual time that loses, repeats and reorders datagrams, with NATs before some addresses.
///
/// It holds every agent to the bound on amplification: an agent that only answers never sends more bytes anywhere than
/// came from there; one that checks sends nothing to an address that is neither a candidate nor has sent it a right
/// check.
final class SimulatedNetwork {
    /// A datagram that was sent.
    struct Sent {
        let time: Duration
        let sender: String
        let datagram: ICEDatagram
    }

    private struct Delivery {
        let time: Duration
        let order: Int
        let bytes: [UInt8]
        let source: TransportAddress
        let destination: TransportAddress
    }

    private struct Path: Hashable {
        let agent: String
        let remote: TransportAddress
    }

    /// Of 100 datagrams, how many are lost and how many come twice.
    var lossPercent = 0
    var duplicatePercent = 0
    var delays: ClosedRange<Int> = 10...10
    /// The outer address of an inner one.
    var translations: [TransportAddress: TransportAddress] = [:]
    /// Where nothing arrives and where nothing comes from.
    var deadAddresses: Set<TransportAddress> = []
    var isCut = false

    private(set) var now: Duration = .zero
    private(set) var sent: [Sent] = []
    private var agents: [any SimulatedAgent] = []
    private var deliveries: [Delivery] = []
    private var order = 0
    private var generator: SeededGenerator
    private var receivedBytes: [Path: Int] = [:]
    private var sentBytes: [Path: Int] = [:]
    /// Where an agent that checks may send: candidates, and sources of right checks.
    private var mayBeChecked: Set<Path> = []

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    func add(_ agent: any SimulatedAgent, candidates: [TransportAddress] = []) {
        agents.append(agent)
        allow(agent, candidates)
    }

    /// Notes candidates that an agent is told of later.
    func allow(_ agent: any SimulatedAgent, _ candidates: [TransportAddress]) {
        for address in candidates { mayBeChecked.insert(Path(agent: agent.name, remote: address)) }
    }

    /// Lets time pass until then, whatever happens on the way.
    func run(until end: Duration) {
        drain()
        var rounds = 0
        while let next = nextTime(), next <= end {
            now = max(now, next)
            deliver()
            for agent in agents where agent.nextTimeout.map({ $0 <= now }) ?? false { agent.handleTimeout(now: now) }
            drain()
            rounds += 1
            #expect(rounds < 200_000, "an agent asks for time and does nothing with it")
            if rounds >= 200_000 { return }
        }
        now = end
    }

    /// Gives a datagram to whoever is at the destination, at once, as an attacker's.
    @discardableResult
    func inject(_ bytes: [UInt8], from source: TransportAddress, to destination: TransportAddress) -> ICEReception? {
        guard let agent = agents.first(where: { $0.locals.contains(destination) }) else { return nil }
        let reception = hand(bytes, to: agent, over: ICEPair(local: destination, remote: source))
        drain()
        return reception
    }

    private func nextTime() -> Duration? {
        let times = agents.compactMap(\.nextTimeout) + deliveries.map(\.time)
        return times.min()
    }

    private func deliver() {
        let due = deliveries.filter { $0.time <= now }.sorted { ($0.time, $0.order) < ($1.time, $1.order) }
        deliveries.removeAll { $0.time <= now }
        for item in due {
            guard !deadAddresses.contains(item.destination), !deadAddresses.contains(item.source) else { continue }
            let inner = translations.first { $0.value == item.destination }?.key ?? item.destination
            // What is behind a NAT has no other way in.
            if translations[inner] != nil, inner == item.destination { continue }
            guard let agent = agents.first(where: { $0.locals.contains(inner) }) else { continue }
            _ = hand(item.bytes, to: agent, over: ICEPair(local: inner, remote: item.source))
        }
    }

    private func hand(_ bytes: [UInt8], to agent: any SimulatedAgent, over pair: ICEPair) -> ICEReception {
        let path = Path(agent: agent.name, remote: pair.remote)
        receivedBytes[path, default: 0] += bytes.count
        let reception = agent.receive(bytes, over: pair, now: now)
        if reception == .accepted { mayBeChecked.insert(path) }
        return reception
    }

    private func drain() {
        for agent in agents {
            while let datagram = agent.nextDatagram() { send(datagram, from: agent) }
            while let event = agent.nextEvent() { agent.told.append((now, event)) }
        }
    }

    private func send(_ datagram: ICEDatagram, from agent: any SimulatedAgent) {
        let path = Path(agent: agent.name, remote: datagram.pair.remote)
        sentBytes[path, default: 0] += datagram.bytes.count
        #expect(agent.locals.contains(datagram.pair.local), "sent from an address that it has not")
        if agent.answersOnly || !mayBeChecked.contains(path) {
            #expect(sentBytes[path, default: 0] <= receivedBytes[path, default: 0], "amplified")
        }
        sent.append(Sent(time: now, sender: agent.name, datagram: datagram))
        guard !isCut else { return }
        let source = translations[datagram.pair.local] ?? datagram.pair.local
        let copies = Int.random(in: 0..<100, using: &generator) < duplicatePercent ? 2 : 1
        for _ in 0..<copies where Int.random(in: 0..<100, using: &generator) >= lossPercent {
            order += 1
            deliveries.append(
                Delivery(
                    time: now + .milliseconds(Int.random(in: delays, using: &generator)),
                    order: order,
                    bytes: datagram.bytes,
                    source: source,
                    destination: datagram.pair.remote
                )
            )
        }
    }
}
