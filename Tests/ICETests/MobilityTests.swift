// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

private let server = address("198.51.100.1:3478")
private let inner = address("10.0.0.2:5000")
private let outer = address("203.0.113.9:61000")
private let newOuter = address("203.0.113.9:62000")

@Suite("Addresses that change, consent and restarts")
struct MobilityTests {
    private func connect(
        _ network: SimulatedNetwork,
        _ configuration: ICEConfiguration = .forTests
    ) -> (lite: LiteAgent, full: FullAgent) {
        network.translations = [inner: outer]
        let lite = LiteAgent([server])
        let full = FullAgent([inner], configuration: configuration)
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(.first, isLite: true, candidates: [server])
        network.run(until: .seconds(10))
        return (lite, full)
    }

    @Test("a lite agent follows a peer whose NAT gives it another address", arguments: [true, false], 0..<5)
    func liteFollows(nominatesAgain: Bool, seed: Int) {
        let network = SimulatedNetwork(seed: UInt64(seed))
        var configuration = ICEConfiguration.forTests
        configuration.nominatesWithConsent = nominatesAgain
        let (lite, full) = connect(network, configuration)
        #expect(lite.agent.selectedPair?.remote == outer)
        network.translations = [inner: newOuter]
        network.run(until: .seconds(17))
        let moved = ICEPair(local: server, remote: newOuter)
        #expect(lite.agent.selectedPair == moved)
        // The first check from there is enough: no later than the longest interval and the way.
        #expect((lite.time(of: .selectedPairChanged(moved)) ?? .seconds(99)) <= .milliseconds(16_020))
        network.run(until: .seconds(120))
        #expect(full.agent.state == .connected)
        #expect(lite.agent.state == .connected)
        #expect(full.count { $0 == .connected } == 1)
    }

    @Test(
        "a full agent follows a full peer whose address changes",
        arguments: [ICERole.controlling, .controlled],
        0..<5
    )
    func fullFollows(role: ICERole, seed: Int) {
        let network = SimulatedNetwork(seed: UInt64(seed))
        network.translations = [inner: outer]
        let fixed = FullAgent([server], name: "fixed", role: role, credentials: .first, seed: UInt64(seed))
        let other: ICERole = role == .controlling ? .controlled : .controlling
        let mobile = FullAgent([inner], name: "mobile", role: other, seed: 50)
        network.add(fixed, candidates: [outer])
        network.add(mobile, candidates: [server])
        fixed.setRemote(.second, candidates: [outer])
        mobile.setRemote(.first, candidates: [server])
        network.run(until: .seconds(10))
        #expect(fixed.agent.selectedPair?.remote == outer)
        network.translations = [inner: newOuter]
        network.run(until: .seconds(30))
        #expect(fixed.agent.selectedPair?.remote == newOuter)
        network.run(until: .seconds(200))
        #expect(fixed.agent.state == .connected)
        #expect(mobile.agent.state == .connected)
    }

    @Test("checks of consent are 4 to 6 s apart, and not always the same")
    func consentInterval() {
        let network = SimulatedNetwork(seed: 6)
        _ = connect(network)
        network.run(until: .seconds(500))
        let times = network.sent.filter { $0.sender == "full" && $0.time > .seconds(1) }.map(\.time)
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        #expect(gaps.count > 80)
        #expect(gaps.allSatisfy { $0 >= .seconds(4) && $0 <= .seconds(6) })
        #expect(Set(gaps).count > 40)
        #expect(Set(network.sent.filter { $0.sender == "full" }.map(\.datagram.bytes)).count == times.count + 2)
    }

    @Test("both ends lose consent 30 s after the last sign of life, and are silent then")
    func consentLost() {
        let network = SimulatedNetwork(seed: 7)
        let (lite, full) = connect(network)
        let lastAnswer = network.sent.last { $0.sender == "lite" }?.time ?? .zero
        network.isCut = true
        network.run(until: .seconds(80))
        #expect(lite.time(of: .consentLost) == lastAnswer + .seconds(30))
        #expect(full.time(of: .consentLost) == lastAnswer + .milliseconds(10) + .seconds(30))
        #expect(network.sent.allSatisfy { $0.time <= lastAnswer + .seconds(31) })
        for agent in [lite as any SimulatedAgent, full] {
            #expect(agent.events.suffix(2).first == .consentLost)
            guard case .pairRemoved = agent.events.last else { return #expect(Bool(false)) }
            #expect(agent.nextTimeout == nil)
        }
        #expect(lite.agent.pairForData == nil)
        #expect(full.agent.selectedPair == nil)
    }

    @Test("what comes back before that is as if nothing had been", arguments: 0..<5)
    func consentRecovers(seed: Int) {
        let network = SimulatedNetwork(seed: UInt64(seed))
        let (lite, full) = connect(network)
        let told = (lite.events, full.events)
        network.isCut = true
        network.run(until: .seconds(28))
        network.isCut = false
        network.run(until: .seconds(200))
        #expect(lite.events == told.0)
        #expect(full.events == told.1)
    }

    @Test("a forged or repeated answer does not give consent")
    func noForgedConsent() {
        let network = SimulatedNetwork(seed: 8)
        let (_, full) = connect(network)
        network.isCut = true
        let old = network.sent.filter { $0.sender == "lite" }
        for second in 11...39 {
            network.run(until: .seconds(second))
            for item in old { network.inject(item.datagram.bytes, from: server, to: inner) }
            for item in network.sent.filter({ $0.sender == "full" }).suffix(3) {
                guard let id = try? item.datagram.bytes.parsed().transactionID else { continue }
                let forged = makeMessage { buffer in
                    var writer = STUNWriter(.bindingSuccess, id, in: &buffer)
                    writer.appendMappedAddress(outer, in: &buffer)
                    return writer.finish(with: ICECredentials.third.key, in: &buffer)
                }
                network.inject(forged, from: server, to: inner)
            }
        }
        network.run(until: .seconds(45))
        #expect(full.events.contains(.consentLost))
    }

    @Test("a restart keeps the call until the new pair is there, and then forgets the old one", arguments: 0..<5)
    func restart(seed: Int) {
        let network = SimulatedNetwork(seed: UInt64(seed))
        network.lossPercent = seed * 2
        let (lite, full) = connect(network)
        let old = full.agent.selectedPair
        lite.agent.restart(credentials: .third, now: network.now)
        full.agent.restart(credentials: .fourth, now: network.now)
        // Until the descriptions have been exchanged the old credentials serve: for longer than consent holds.
        network.run(until: .seconds(60))
        #expect(full.agent.selectedPair == old)
        #expect(lite.agent.state == .connected)
        #expect(!lite.events.contains(.credentialsRetired(ufrag: "aaaa")))
        full.setRemote(.third, isLite: true, candidates: [server], now: network.now)
        network.run(until: .seconds(75))
        #expect(full.count { $0 == .credentialsRetired(ufrag: "bbbb") } == 1)
        #expect(lite.count { $0 == .credentialsRetired(ufrag: "aaaa") } == 1)
        #expect(full.count { $0 == .connected } == 1)
        #expect(network.inject(makeCheck(to: .first), from: outer, to: server) == .unknownUser)
        network.run(until: .seconds(300))
        #expect(full.agent.state == .connected)
        #expect(lite.agent.state == .connected)
        #expect(lite.isValidated(ICEPair(local: server, remote: outer)))
    }

    @Test("a restart may move the call, and the old pair is forgotten then")
    func restartElsewhere() {
        let network = SimulatedNetwork(seed: 1)
        let (lite, full) = connect(network)
        let other = address("198.51.100.2:3478")
        let moved = LiteAgent([other], credentials: .third, now: network.now)
        network.add(moved)
        network.allow(full, [other])
        #expect(lite.agent.state == .connected)
        full.agent.restart(credentials: .fourth, now: network.now)
        full.setRemote(.third, isLite: true, candidates: [other], now: network.now)
        network.run(until: .seconds(11))
        let old = ICEPair(local: inner, remote: server)
        let new = ICEPair(local: inner, remote: other)
        let told: [ICEEvent] = [.pairValidated(new), .selectedPairChanged(new), .pairRemoved(old)]
        #expect(full.events.suffix(4) == told + [.credentialsRetired(ufrag: "bbbb")])
    }

    @Test("a restart that comes to nothing leaves the call as it was")
    func fruitlessRestart() {
        let network = SimulatedNetwork(seed: 1)
        let (lite, full) = connect(network)
        network.allow(full, [address("192.0.2.66:1")])
        full.agent.restart(credentials: .fourth, now: network.now)
        full.setRemote(.third, isLite: true, candidates: [address("192.0.2.66:1")], now: network.now)
        network.run(until: .seconds(100))
        #expect(full.agent.state == .connected)
        #expect(lite.agent.state == .connected)
        full.agent.restart(credentials: .third, now: network.now)
        #expect(full.nextEvent() == .credentialsRetired(ufrag: "dddd"))
        network.run(until: .seconds(200))
        #expect(full.agent.state == .connected)
    }

    @Test("after consent is lost a restart begins anew")
    func restartAfterLoss() {
        let network = SimulatedNetwork(seed: 2)
        let (lite, full) = connect(network)
        network.isCut = true
        network.run(until: .seconds(60))
        network.isCut = false
        lite.agent.restart(credentials: .third, now: network.now)
        full.agent.restart(credentials: .fourth, now: network.now)
        full.setRemote(.third, isLite: true, candidates: [server], now: network.now)
        network.run(until: .seconds(62))
        #expect(lite.count { $0 == .connected } == 2)
        #expect(full.count { $0 == .connected } == 2)
    }
}
