// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

private let server = address("198.51.100.1:3478")
private let client = address("203.0.113.5:40000")

@Suite("Checks of a full agent")
struct CheckingTests {
    private func silentPeers(_ count: Int) -> [TransportAddress] {
        (0..<count).map { TransportAddress(ip: IPAddress(ipv4: 0xC633_6401 + UInt32($0)), port: 9) }
    }

    @Test("a check is sent seven times, and then awaited")
    func retransmission() {
        let network = SimulatedNetwork(seed: 1)
        let full = FullAgent([client])
        network.add(full, candidates: [server])
        full.setRemote(.first, candidates: [server])
        network.run(until: .seconds(60))
        #expect(network.sent.map(\.time) == [0, 500, 1_500, 3_500, 5_500, 7_500, 9_500].map { .milliseconds($0) })
        #expect(Set(network.sent.map(\.datagram)).count == 1, "a retransmission is the same message")
        #expect(full.told.last?.event == .failed(.allChecksFailed))
        #expect(full.told.last?.time == .milliseconds(17_500))
        #expect(full.agent.nextTimeout == nil)
    }

    @Test("without an end of candidates it is given up at the deadline")
    func deadline() {
        let network = SimulatedNetwork(seed: 1)
        let full = FullAgent([client])
        network.add(full, candidates: [server])
        full.setRemote(.first, candidates: [server], isEnd: false)
        network.run(until: .seconds(60))
        #expect(full.told.map(\.event) == [.failed(.deadline)])
        #expect(full.told.last?.time == .seconds(30))
        #expect(full.agent.state == .ended)
    }

    @Test("new checks are a pace apart, and sent again less often when there are many")
    func pacing() {
        let network = SimulatedNetwork(seed: 1)
        let peers = silentPeers(20)
        let full = FullAgent([client])
        network.add(full, candidates: peers)
        full.setRemote(.first, candidates: peers)
        network.run(until: .milliseconds(999))
        #expect(network.sent.map(\.time) == (0..<20).map { .milliseconds(50 * $0) })
        #expect(Set(network.sent.map(\.datagram.pair)).count == 20)
    }

    @Test("pairs are checked by priority, of one foundation only when no other is left")
    func order() {
        let network = SimulatedNetwork(seed: 1)
        let full = FullAgent([client])
        let peers = silentPeers(3)
        network.add(full, candidates: peers)
        full.agent.setRemote(.first, isLite: false, now: .zero)
        for (index, peer) in peers.enumerated() {
            var candidate = ICECandidate.host(peer)
            candidate.priority = [300, 200, 100][index]
            candidate.foundation = ["1", "1", "2"][index]
            #expect(full.addRemote(candidate) == .added)
        }
        network.run(until: .milliseconds(150))
        #expect(network.sent.map(\.datagram.pair.remote) == [peers[0], peers[2], peers[1]])
    }

    @Test("checks carry all that RFC 8445 asks for")
    func content() throws {
        let network = SimulatedNetwork(seed: 1)
        let lite = LiteAgent([server])
        let full = FullAgent([client])
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(.first, isLite: true, candidates: [server])
        network.run(until: .seconds(1))
        let sent = network.sent.filter { $0.sender == "full" }.map(\.datagram.bytes)
        let checks = try sent.map { ($0, try $0.parsed()) }
        #expect(checks.count == 2)
        for (bytes, check) in checks {
            #expect(check.username.map { Array(bytes[$0]) } == Array("aaaa:bbbb".utf8))
            #expect(check.priority == CandidatePriority.candidate(type: .peerReflexive, localPreference: 65_535))
            #expect(check.controlling == full.agent.tieBreaker)
            #expect(bytes.isProtected(by: ICECredentials.first.key))
            #expect(bytes.count <= ICETransmit.maximumSize)
        }
        #expect(checks.map(\.1.usesCandidate) == [false, true])
    }

    @Test("the longest credentials fit")
    func longestCredentials() throws {
        let text = (String(repeating: "u", count: 256), String(repeating: "p", count: 256))
        let long = try #require(ICECredentials(ufrag: text.0, password: text.1))
        let network = SimulatedNetwork(seed: 1)
        let lite = LiteAgent([server], credentials: long)
        let full = FullAgent([client], credentials: long)
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(long, isLite: true, candidates: [server])
        network.run(until: .seconds(1))
        #expect(full.agent.state == .connected)
    }

    @Test("the best pair that works is nominated after a short wait, not the first")
    func nominationWait() {
        let network = SimulatedNetwork(seed: 1)
        let slow = address("198.51.100.1:1")
        let fast = address("198.51.100.2:1")
        let lite = LiteAgent([slow, fast])
        let full = FullAgent([client])
        network.add(lite)
        network.add(full, candidates: [slow, fast])
        full.setRemote(.first, isLite: true, candidates: [slow, fast])
        network.isCut = true
        network.run(until: .milliseconds(20))
        network.isCut = false
        // The first check is lost; the second pair is valid at 70 ms, the wait is over long before 500 ms.
        network.run(until: .seconds(2))
        #expect(full.agent.selectedPair?.remote == fast)
        #expect(full.time(of: .pairValidated(ICEPair(local: client, remote: fast))) == .milliseconds(70))
        #expect(full.time(of: .connected) == .milliseconds(190))
    }

    @Test("a nomination that is not answered goes to the next pair that works")
    func nominationFails() {
        let network = SimulatedNetwork(seed: 1)
        let first = address("198.51.100.1:1")
        let second = address("198.51.100.2:1")
        let lite = LiteAgent([first, second])
        var configuration = ICEConfiguration.forTests
        configuration.times.deadline = .seconds(60)
        configuration.nominationWait = .seconds(1)
        let full = FullAgent([client], configuration: configuration)
        network.add(lite)
        network.add(full, candidates: [first, second])
        full.setRemote(.first, isLite: true, candidates: [first, second])
        // The first pair is nominated at its next turn and has died by then; the second works all the time.
        network.delays = 45...45
        network.run(until: .milliseconds(95))
        network.deadAddresses = [first]
        network.run(until: .seconds(40))
        #expect(full.agent.selectedPair?.remote == second)
        #expect(full.events.contains(.pairRemoved(ICEPair(local: client, remote: first))))
    }

    @Test("an answer from another address shows no pair")
    func asymmetric() throws {
        let full = FullAgent([client])
        full.setRemote(.first, candidates: [server])
        full.handleTimeout(now: .zero)
        let check = try #require(full.nextDatagram())
        let id = try check.bytes.parsed().transactionID
        let response = makeMessage { buffer in
            var writer = STUNWriter(.bindingSuccess, id, in: &buffer)
            writer.appendMappedAddress(client, in: &buffer)
            return writer.finish(with: ICECredentials.first.key, in: &buffer)
        }
        let other = ICEPair(local: client, remote: address("198.51.100.77:1"))
        #expect(full.receive(response, over: other, now: .zero) == .accepted)
        #expect(full.nextEvent() == .failed(.allChecksFailed))
    }

    @Test("answers without right integrity, to nothing, or twice change nothing")
    func badAnswers() throws {
        let full = FullAgent([client])
        full.setRemote(.first, candidates: [server])
        full.handleTimeout(now: .zero)
        let pair = ICEPair(local: client, remote: server)
        let check = try #require(full.nextDatagram())
        let id = try check.bytes.parsed().transactionID
        func response(_ id: STUNTransactionID, _ key: ICECredentials?) -> [UInt8] {
            makeMessage { buffer in
                var writer = STUNWriter(.bindingSuccess, id, in: &buffer)
                writer.appendMappedAddress(client, in: &buffer)
                return writer.finish(with: key?.key, in: &buffer)
            }
        }
        #expect(full.receive(response(id, .third), over: pair, now: .zero) == .badIntegrity)
        #expect(full.receive(response(id, nil), over: pair, now: .zero) == .badIntegrity)
        let stranger = STUNTransactionID(high: 1, low: 1)
        #expect(full.receive(response(stranger, .first), over: pair, now: .zero) == .unknownTransaction)
        var damaged = response(id, .first)
        damaged[damaged.count - 1] ^= 1
        #expect(full.receive(damaged, over: pair, now: .zero) == .badFingerprint)
        #expect(full.nextEvent() == nil)
        #expect(full.receive(response(id, .first), over: pair, now: .zero) == .accepted)
        #expect(full.nextEvent() == .pairValidated(pair))
        #expect(full.receive(response(id, .first), over: pair, now: .zero) == .unknownTransaction)
    }

    @Test("the policy refuses candidates and checks from where it does not allow them")
    func policy() {
        var configuration = ICEConfiguration.forTests
        configuration.policy = .globalOnly
        let full = FullAgent([address("8.8.8.8:1")], configuration: configuration)
        full.agent.setRemote(.first, isLite: false, now: .zero)
        for text in ["10.0.0.1:1", "127.0.0.1:1", "224.0.0.1:1", "[::1]:1", "[fe80::1]:1", "[::ffff:10.0.0.1]:1"] {
            #expect(full.addRemote(.host(address(text))) == .refused)
        }
        let inner = ICEPair(local: address("8.8.8.8:1"), remote: address("10.0.0.1:1"))
        let check = makeCheck(to: .second, from: .first, role: .controlled)
        #expect(full.receive(check, over: inner, now: .zero) == .refusedAddress)
        full.handleTimeout(now: .zero)
        #expect(full.nextDatagram() == nil)
        #expect(full.addRemote(.host(address("9.9.9.9:1"))) == .added)
        #expect(full.addRemote(.host(address("9.9.9.9:1"))) == .known)
    }

    @Test("candidates that cannot be used are told and do no harm")
    func unusable() throws {
        let full = FullAgent([client])
        let tcp = try ICECandidate(parsing: "candidate:1 1 tcp 2105458943 198.51.100.1 9 typ host tcptype active")
        let name = try ICECandidate(parsing: "candidate:1 1 udp 2113937151 0b1e2f66.local 5000 typ host")
        #expect(full.addRemote(tcp) == .unusable(.transport))
        #expect(full.addRemote(name) == .unusable(.multicastName))
        #expect(full.agent.checks.pairs.isEmpty)
    }

    @Test("there are limits to addresses of both sides and to pairs")
    func limits() {
        let full = FullAgent([])
        for port in 1...8 { #expect(full.addLocal(TransportAddress(ip: client.ip, port: UInt16(port)))) }
        #expect(!full.addLocal(TransportAddress(ip: client.ip, port: 9)))
        let peers = silentPeers(33)
        for peer in peers.prefix(32) { #expect(full.addRemote(.host(peer)) == .added) }
        #expect(full.addRemote(.host(peers[32])) == .tooMany)
        #expect(full.agent.checks.pairs.count == ICELimits.pairs)
    }

    @Test("addresses of different families or reaches make no pair")
    func incompatible() {
        let full = FullAgent([client, address("[2001:db8::5]:1")])
        full.agent.addRemote(.host(address("[fe80::1]:1")))
        #expect(full.agent.checks.pairs.isEmpty)
        full.agent.addRemote(.host(address("[2001:db8::1]:1")))
        #expect(full.agent.checks.pairs.count == 1)
    }

    @Test("a check that comes before the peer's description is answered, and checked back when that is there")
    func earlyCheck() throws {
        let full = FullAgent([client])
        let pair = ICEPair(local: client, remote: server)
        let check = makeCheck(to: .second, from: .first, role: .controlled, priority: 77)
        #expect(full.receive(check, over: pair, now: .zero) == .accepted)
        #expect(try #require(full.nextDatagram()).bytes.parsed().mappedAddress == server)
        full.handleTimeout(now: .zero)
        #expect(full.nextDatagram() == nil)
        #expect(full.nextTimeout == nil)
        full.setRemote(.first, candidates: [], now: .seconds(3))
        #expect(full.nextTimeout == .seconds(3))
        full.handleTimeout(now: .seconds(3))
        let back = try #require(full.nextDatagram())
        #expect(back.pair == pair)
        #expect(back.bytes.isProtected(by: ICECredentials.first.key))
        #expect(full.agent.checks.pairs.map(\.remotePriority) == [77])
        // The description names the same address: it is not checked twice.
        #expect(full.addRemote(.host(server)) == .known)
    }

    @Test("a peer cannot fill the agent with addresses of its own")
    func manyReflexive() {
        let full = FullAgent([client])
        full.setRemote(.first, candidates: [])
        for round in 0..<500 {
            let remote = TransportAddress(ip: server.ip, port: UInt16(1_000 + round))
            let check = makeCheck(to: .second, from: .first, id: UInt64(round), role: .controlled)
            _ = full.receive(check, over: ICEPair(local: client, remote: remote), now: .milliseconds(round))
            full.handleTimeout(now: .milliseconds(round))
            while full.nextDatagram() != nil {}
        }
        #expect(full.agent.remotes.count == ICELimits.remoteCandidates)
        #expect(full.agent.checks.pairs.count <= ICELimits.pairs)
        #expect(full.agent.transactions.count <= ICELimits.remoteCandidates)
    }

    @Test("unknown attributes that must be understood are refused with 420")
    func unknownAttributes() throws {
        let full = FullAgent([client])
        let pair = ICEPair(local: client, remote: server)
        let check = makeCheck(to: .second, from: .first, role: .controlled)
            .adding(0x7F01, [1, 2], key: ICECredentials.second.key)
        #expect(full.receive(check, over: pair, now: .zero) == .answeredWithError(420))
        let answer = try #require(full.nextDatagram())
        #expect(try answer.bytes.parsed().errorCode == 420)
        #expect(answer.bytes.isProtected(by: ICECredentials.second.key))
        #expect(answer.bytes.count <= check.count)
        #expect(full.agent.checks.pairs.isEmpty)
    }
}
