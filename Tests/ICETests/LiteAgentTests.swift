// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

private let server = address("198.51.100.1:3478")
private let client = address("203.0.113.5:40000")
private let pair = ICEPair(local: server, remote: client)

@Suite("A lite agent")
struct LiteAgentTests {
    private func drain(_ lite: LiteAgent) -> [ICEEvent] {
        var events: [ICEEvent] = []
        while let event = lite.nextEvent() { events.append(event) }
        return events
    }

    @Test("answers a check with the address that it came from", arguments: [client, address("[2001:db8::5]:40000")])
    func answers(from remote: TransportAddress) throws {
        let lite = LiteAgent([server])
        let check = makeCheck(to: .first, id: 77)
        #expect(lite.receive(check, over: ICEPair(local: server, remote: remote), now: .zero) == .accepted)
        let answer = try #require(lite.nextDatagram())
        let message = try answer.bytes.parsed()
        #expect(message.type == .bindingSuccess)
        #expect(message.transactionID.low == 77)
        #expect(message.mappedAddress == remote)
        #expect(answer.bytes.isProtected(by: ICECredentials.first.key))
        #expect(answer.pair == ICEPair(local: server, remote: remote))
        #expect(answer.bytes.count <= check.count)
        #expect(lite.nextDatagram() == nil)
        #expect(drain(lite) == [.pairValidated(answer.pair)])
        #expect(lite.agent.pairForData == answer.pair)
        #expect(lite.agent.selectedPair == nil)
    }

    @Test("an answer that would be longer than its check is not sent")
    func noLongerAnswer() throws {
        let lite = LiteAgent([server], credentials: .first)
        let check = makeCheck(to: .first, role: nil, priority: nil)
        let remote6 = ICEPair(local: server, remote: address("[2001:db8::5]:1"))
        #expect(check.count == 68)
        #expect(lite.receive(check, over: remote6, now: .zero) == .unanswerable)
        #expect(lite.nextDatagram() == nil)
        #expect(drain(lite).isEmpty)
        // To an IPv4 address the answer is shorter.
        #expect(lite.receive(check, over: pair, now: .zero) == .accepted)
        #expect(lite.nextDatagram()?.bytes.count == 64)
    }

    @Test("is silent for whatever is not a right check")
    func silence() {
        let lite = LiteAgent([server])
        let right = makeCheck(to: .first)
        var noFingerprint = Array(right.dropLast(8))
        noFingerprint[3] -= 8
        var wrongFingerprint = right
        wrongFingerprint[right.count - 1] ^= 1
        var wrongIntegrity = right
        wrongIntegrity[right.count - 9] ^= 1
        var indication = right
        indication[1] = 0x11
        var response = right
        response[0] = 1
        let cases: [([UInt8], ICEReception)] = [
            ([], .malformed(.truncated)),
            (Array(right.dropLast(4)), .malformed(.wrongLength)),
            (right + [UInt8](repeating: 0, count: 2_000), .malformed(.oversized)),
            (makeCheck(to: .third), .unknownUser),
            (makeCheck(to: .first, key: ICECredentials.third.key), .badIntegrity),
            (makeCheck(to: .first, hasIntegrity: false), .badIntegrity),
            (wrongIntegrity.refingerprinted(), .badIntegrity),
            (wrongIntegrity, .badFingerprint),
            (wrongFingerprint, .badFingerprint),
            (noFingerprint, .badFingerprint),
            (indication, .keepalive),
            (response, .otherMethod),
        ]
        for (bytes, reception) in cases {
            #expect(lite.receive(bytes, over: pair, now: .zero) == reception)
            #expect(lite.nextDatagram() == nil)
            #expect(lite.nextEvent() == nil)
        }
        #expect(lite.agent.pairs.isEmpty)
        #expect(lite.nextTimeout == .seconds(30))
    }

    @Test("forged, cut and changed checks do not disturb a call")
    func hostile() {
        let network = SimulatedNetwork(seed: 4)
        let lite = LiteAgent([server])
        let full = FullAgent([client])
        network.add(lite)
        network.add(full, candidates: [server])
        full.setRemote(.first, isLite: true, candidates: [server])
        network.run(until: .seconds(2))
        let told = lite.events
        var generator = SeededGenerator(seed: 9)
        let forged = makeCheck(to: .first, nominates: true, key: ICECredentials.third.key)
        for round in 0..<20_000 {
            let source = TransportAddress(ip: IPAddress(ipv4: UInt32(round)), port: 1)
            var bytes = makeCheck(to: .first, nominates: true)
            switch round % 5 {
            case 0: bytes = forged
            case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
            case 2: bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in generator.next() }
            case 3:
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
            default: bytes = forged.adding(0x7F01, [1], key: ICECredentials.third.key)
            }
            #expect(network.inject(bytes, from: source, to: server) != .accepted)
        }
        #expect(lite.events == told)
        #expect(lite.agent.pairs.count == 1)
        network.run(until: .seconds(200))
        #expect(lite.events == told)
        #expect(full.agent.state == .connected)
    }

    @Test("refuses with 487 whoever wants to be controlled as well, and does not count that")
    func roleConflict() throws {
        let lite = LiteAgent([server])
        for tieBreaker in [0, UInt64.max] {
            let check = makeCheck(to: .first, role: .controlled, tieBreaker: tieBreaker)
            #expect(lite.receive(check, over: pair, now: .seconds(1)) == .answeredWithError(487))
            let answer = try #require(lite.nextDatagram())
            #expect(try answer.bytes.parsed().errorCode == 487)
            #expect(try answer.bytes.parsed().type == .bindingError)
            #expect(answer.bytes.isProtected(by: ICECredentials.first.key))
        }
        #expect(drain(lite).isEmpty)
    }

    @Test("refuses with 420 what must be understood and is not, and names it", arguments: 1...4)
    func unknownAttributes(count: Int) throws {
        let lite = LiteAgent([server])
        var check = makeCheck(to: .first)
        for type in 1...count { check = check.adding(0x7F00 + UInt16(type), [], key: ICECredentials.first.key) }
        #expect(lite.receive(check, over: pair, now: .zero) == .answeredWithError(420))
        let answer = try #require(lite.nextDatagram()).bytes
        #expect(try answer.parsed().errorCode == 420)
        #expect(answer.count <= check.count)
        var named: [UInt8] = [0, 10, 0, UInt8(2 * count)]
        for type in 1...count { named += [0x7F, UInt8(type)] }
        #expect(Array(answer[28..<28 + named.count]) == named)
        #expect(drain(lite).isEmpty)
        let optional = makeCheck(to: .first).adding(0xC057, [1, 2, 3], key: ICECredentials.first.key)
        #expect(lite.receive(optional, over: pair, now: .zero) == .accepted)
    }

    @Test("remembers eight pairs; the quietest gives way, but not the selected one")
    func pairLimit() {
        let lite = LiteAgent([server])
        func over(_ port: Int) -> ICEPair {
            ICEPair(local: server, remote: TransportAddress(ip: client.ip, port: UInt16(port)))
        }
        for port in 1...8 {
            let check = makeCheck(to: .first, nominates: port == 1)
            #expect(lite.receive(check, over: over(port), now: .milliseconds(port)) == .accepted)
        }
        _ = drain(lite)
        #expect(lite.receive(makeCheck(to: .first), over: over(9), now: .milliseconds(9)) == .accepted)
        #expect(drain(lite) == [.pairRemoved(over(2)), .pairValidated(over(9))])
        #expect(lite.isValidated(over(1)) && !lite.isValidated(over(2)) && lite.isValidated(over(9)))
    }

    @Test("answers no more than 32 checks before its owner takes the answers")
    func answerLimit() {
        let lite = LiteAgent([server])
        for _ in 0..<32 { #expect(lite.receive(makeCheck(to: .first), over: pair, now: .zero) == .accepted) }
        #expect(lite.receive(makeCheck(to: .first), over: pair, now: .zero) == .unanswerable)
        var count = 0
        while lite.nextDatagram() != nil { count += 1 }
        #expect(count == 32)
        #expect(lite.receive(makeCheck(to: .first), over: pair, now: .zero) == .accepted)
    }

    @Test("gives up when nobody nominates in time")
    func deadline() {
        let lite = LiteAgent([server], now: .seconds(5))
        #expect(lite.receive(makeCheck(to: .first), over: pair, now: .seconds(20)) == .accepted)
        lite.handleTimeout(now: .seconds(34))
        #expect(drain(lite) == [.pairValidated(pair)])
        lite.handleTimeout(now: .seconds(35))
        #expect(drain(lite) == [.failed(.deadline), .pairRemoved(pair)])
        #expect(lite.nextTimeout == nil)
        #expect(lite.receive(makeCheck(to: .first), over: pair, now: .seconds(36)) == .ended)
        #expect(lite.nextDatagram() == nil)
    }

    @Test("a nomination selects, and another one changes the selection at once")
    func nomination() {
        let lite = LiteAgent([server])
        let other = ICEPair(local: server, remote: address("203.0.113.77:1"))
        #expect(lite.receive(makeCheck(to: .first, nominates: true), over: pair, now: .zero) == .accepted)
        #expect(drain(lite) == [.pairValidated(pair), .selectedPairChanged(pair), .connected])
        #expect(lite.receive(makeCheck(to: .first, nominates: true), over: other, now: .seconds(1)) == .accepted)
        #expect(drain(lite) == [.pairValidated(other), .selectedPairChanged(other)])
        #expect(lite.agent.pairForData == other)
    }

    @Test(
        "a pair that is checked while the selected one is quiet takes over",
        arguments: [(true, 3_400, false), (true, 3_500, true), (false, 6_900, false), (false, 7_000, true)]
    )
    func takeover(isNew: Bool, quiet: Int, takesOver: Bool) {
        let lite = LiteAgent([server])
        let other = ICEPair(local: server, remote: address("203.0.113.77:1"))
        if !isNew { _ = lite.receive(makeCheck(to: .first), over: other, now: .zero) }
        _ = lite.receive(makeCheck(to: .first, nominates: true), over: pair, now: .zero)
        _ = lite.receive(makeCheck(to: .first), over: other, now: .milliseconds(quiet))
        #expect(lite.agent.selectedPair == (takesOver ? other : pair))
    }
}
