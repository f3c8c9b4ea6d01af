// SPDX-License-Identifier: MIT

@testable import SCTP

/// What stands at an end of the network.
protocol NetworkPeer: AnyObject {
    func receive(_ packet: Span<UInt8>, now: Duration)
    func handleTimeout(now: Duration)
    var nextTimeout: Duration? { get }
    func nextPacket(into packet: inout [UInt8], now: Duration) -> Bool
}

extension SCTPAssociation: NetworkPeer {}

/// What the network does to packets, in percent.
struct Impairment {
    var loss = 0
    var duplication = 0
    /// The share of the packets that take up to 60 ms longer.
    var reordering = 0

    static func all(_ percent: Int) -> Impairment {
        Impairment(loss: percent, duplication: percent, reordering: percent)
    }
}

/// Two peers and the way between them, in virtual time.
final class VirtualNetwork {
    struct Flight {
        var time: Duration
        var number: Int
        var target: Int
        var packet: [UInt8]
    }

    let peers: [any NetworkPeer]
    var impairment: Impairment
    var now = Duration.zero
    let delay = Duration.milliseconds(10)
    /// Called for each packet before anything else happens to it; false drops it.
    var filter: (_ sender: Int, _ packet: inout [UInt8]) -> Bool = { _, _ in true }
    /// Called after each step, to take the events.
    var afterStep: () -> Void = {}
    private(set) var packetCount = 0
    var generator: SeededGenerator
    private var flights: [Flight] = []

    init(_ first: any NetworkPeer, _ second: any NetworkPeer, seed: UInt64 = 1, impairment: Impairment = Impairment()) {
        peers = [first, second]
        generator = SeededGenerator(seed: seed)
        self.impairment = impairment
    }

    /// Sends what the peers have to send.
    func flush() {
        var sends = true
        while sends {
            sends = false
            afterStep()
            for index in 0...1 {
                var packet: [UInt8] = []
                while peers[index].nextPacket(into: &packet, now: now) {
                    sends = true
                    transmit(packet, from: index)
                }
            }
        }
    }

    func transmit(_ packet: [UInt8], from sender: Int) {
        packetCount += 1
        var packet = packet
        guard filter(sender, &packet), !generator.hits(impairment.loss) else { return }
        enqueue(packet, to: 1 - sender)
        if generator.hits(impairment.duplication) { enqueue(packet, to: 1 - sender) }
    }

    private func enqueue(_ packet: [UInt8], to target: Int) {
        var time = now + delay
        if generator.hits(impairment.reordering) { time += .milliseconds(Int(generator.next() % 60)) }
        packetCount += 1
        let flight = Flight(time: time, number: packetCount, target: target, packet: packet)
        let index = flights.lastIndex { $0.time <= time } ?? -1
        flights.insert(flight, at: index + 1)
    }

    /// Goes on to the next packet or timeout; false if there is neither before the limit.
    func step(until limit: Duration = .seconds(1_000_000)) -> Bool {
        flush()
        var next = flights.first?.time
        for peer in peers { if let timeout = peer.nextTimeout { next = next.map { min($0, timeout) } ?? timeout } }
        guard let next, next <= limit else { return false }
        now = max(now, next)
        while let flight = flights.first, flight.time <= now {
            flights.removeFirst()
            peers[flight.target].receive(flight.packet.span, now: now)
        }
        for peer in peers { if let timeout = peer.nextTimeout, timeout <= now { peer.handleTimeout(now: now) } }
        flush()
        return true
    }

    /// Runs until the condition holds; false if it does not before the limit, from now on.
    @discardableResult
    func run(for limit: Duration = .seconds(600), until condition: () -> Bool = { false }) -> Bool {
        let end = now + limit
        flush()
        while !condition() {
            guard step(until: end) else {
                now = max(now, end)
                return condition()
            }
        }
        return true
    }
}
