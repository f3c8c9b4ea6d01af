// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

private let server = address("198.51.100.1:3478")
private let client = address("203.0.113.5:40000")

@Suite("Agents connect")
struct ConnectionTests {
    @Test(
        "a full agent and a lite one, whatever is lost, repeated or reordered",
        arguments: [0, 5, 10, 20, 30],
        0..<20
    )
    func fullAndLite(loss: Int, seed: Int) {
        let network = SimulatedNetwork(seed: UInt64(seed))
        network.lossPercent = loss
        network.duplicatePercent = 20
        network.delays = 5...120
        let lite = LiteAgent([server])
        let full = FullAgent([client], seed: UInt64(seed))
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(.first, isLite: true, candidates: [server])
        network.run(until: .seconds(30))
        #expect(full.agent.state == .connected)
        #expect(lite.agent.state == .connected)
        #expect(full.agent.selectedPair == ICEPair(local: client, remote: server))
        #expect(lite.agent.selectedPair == ICEPair(local: server, remote: client))
        #expect(full.count { $0 == .connected } == 1)
        #expect(lite.count { $0 == .connected } == 1)
        // At 30 % half of all checks of consent come to nothing; six in a row hardly ever do.
        network.lossPercent = min(loss, 10)
        network.run(until: .seconds(300))
        #expect(full.agent.state == .connected)
        #expect(lite.agent.state == .connected)
    }

    @Test(
        "two full agents behind NATs find each other by what their checks show",
        arguments: [0, 5, 10, 20, 30],
        0..<10
    )
    func behindNATs(loss: Int, seed: Int) {
        let network = SimulatedNetwork(seed: UInt64(seed))
        network.lossPercent = loss
        network.duplicatePercent = 10
        network.delays = 5...80
        let inner = address("10.0.0.2:5000")
        let outer = address("203.0.113.9:61000")
        network.translations = [inner: outer]
        let first = FullAgent([inner], name: "first", seed: UInt64(seed))
        let second = FullAgent(
            [client],
            name: "second",
            role: .controlled,
            credentials: .first,
            seed: UInt64(seed) + 100
        )
        network.add(first, candidates: [client])
        network.add(second, candidates: [inner])
        first.setRemote(.first, candidates: [client])
        // The inner address leads nowhere; the outer one shows when the first check comes.
        second.setRemote(.second, candidates: [inner], isEnd: false)
        network.run(until: .seconds(30))
        #expect(first.agent.selectedPair == ICEPair(local: inner, remote: client))
        #expect(second.agent.selectedPair == ICEPair(local: client, remote: outer))
        #expect(first.agent.role == .controlling)
    }

    @Test("with nothing lost it takes two round trips and a pace")
    func quickly() {
        let network = SimulatedNetwork(seed: 1)
        let lite = LiteAgent([server])
        let full = FullAgent([client])
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(.first, isLite: true, candidates: [server])
        network.run(until: .seconds(1))
        #expect(lite.time(of: .pairValidated(ICEPair(local: server, remote: client))) == .milliseconds(10))
        #expect(full.time(of: .connected) == .milliseconds(70))
        #expect(lite.time(of: .connected) == .milliseconds(60))
    }

    @Test("the better family is taken if both work, the other if it does not", arguments: [false, true])
    func families(isFirstDead: Bool) {
        let network = SimulatedNetwork(seed: 2)
        let server6 = address("[2001:db8::1]:3478")
        let client6 = address("[2001:db8:1::5]:40000")
        if isFirstDead { network.deadAddresses = [server6] }
        let lite = LiteAgent([server6, server])
        let full = FullAgent([client6, client])
        network.add(lite)
        network.add(full, candidates: [server6, server])
        full.setRemote(.first, isLite: true, candidates: [server6, server])
        network.run(until: .seconds(30))
        let best = ICEPair(local: client6, remote: server6)
        #expect(full.agent.selectedPair == (isFirstDead ? ICEPair(local: client, remote: server) : best))
        #expect(lite.agent.selectedPair?.remote == (isFirstDead ? client : client6))
        #expect((full.time(of: .connected) ?? .seconds(99)) < .milliseconds(400))
    }

    @Test("candidates may come one by one, long after the credentials, and before")
    func trickled() {
        let network = SimulatedNetwork(seed: 3)
        let lite = LiteAgent([server])
        let full = FullAgent([client])
        network.add(lite)
        network.add(full, candidates: [server, address("192.0.2.99:9")])
        full.agent.addRemote(.host(address("192.0.2.99:9")))
        network.run(until: .seconds(3))
        #expect(network.sent.isEmpty)
        full.agent.setRemote(.first, isLite: true, now: network.now)
        network.run(until: .seconds(8))
        #expect(full.agent.state == .checking)
        full.agent.addRemote(.host(server))
        network.run(until: .seconds(9))
        #expect(full.agent.state == .connected)
    }

    @Test(
        "both controlling or both controlled: one gives way",
        arguments: [ICERole.controlling, .controlled],
        0..<12
    )
    func roleConflict(role: ICERole, seed: Int) {
        let network = SimulatedNetwork(seed: UInt64(seed))
        network.delays = 5...60
        network.lossPercent = seed % 3 * 5
        let first = FullAgent([server], name: "first", role: role, credentials: .first, seed: UInt64(2 * seed))
        let second = FullAgent([client], name: "second", role: role, seed: UInt64(2 * seed + 1))
        network.add(first, candidates: [client])
        network.add(second, candidates: [server])
        first.setRemote(.second, candidates: [client])
        second.setRemote(.first, candidates: [server])
        network.run(until: .seconds(30))
        #expect(first.agent.state == .connected)
        #expect(second.agent.state == .connected)
        #expect(first.agent.role != second.agent.role)
        let isFirstGreater = first.agent.tieBreaker > second.agent.tieBreaker
        #expect(first.agent.role == (isFirstGreater ? .controlling : .controlled))
    }

    @Test("an agent that should be controlled by a lite one takes the lead")
    func liteRemote() {
        let network = SimulatedNetwork(seed: 5)
        let lite = LiteAgent([server])
        let full = FullAgent([client], role: .controlled)
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(.first, isLite: true, candidates: [server])
        network.run(until: .seconds(2))
        #expect(full.agent.role == .controlling)
        #expect(full.agent.state == .connected)
    }

    @Test("an agent that thinks that a lite one is full and leads is told, and takes the lead")
    func liteRemoteUnknown() {
        let network = SimulatedNetwork(seed: 5)
        let lite = LiteAgent([server])
        let full = FullAgent([client], role: .controlled)
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(.first, candidates: [server])
        network.run(until: .seconds(2))
        #expect(full.agent.role == .controlling)
        #expect(full.agent.state == .connected)
        #expect(lite.agent.state == .connected)
    }
}
