// SPDX-License-Identifier: MIT

import Testing

@testable import ICE

private let client = address("203.0.113.5:40000")
private let other = address("[2001:db8::5]:1")

/// A route without the message, to be compared.
private enum Route: Equatable {
    case stun(Int)
    case dtls(Int)
    case rtp(Int)
    case rtcp(Int)
    case dropped(ICEDropReason)
}

private final class Port {
    var demultiplexer: ICEDemultiplexer

    init(maximumPeerCount: Int = 10) { demultiplexer = ICEDemultiplexer(maximumPeerCount: maximumPeerCount) }

    func register(ufrag: String, of peer: Int) -> ICEDemultiplexer.Registration {
        demultiplexer.register(ufrag: ufrag, of: ICEPeerID(rawValue: peer))
    }
    func register(_ address: TransportAddress, of peer: Int) -> ICEDemultiplexer.Registration {
        demultiplexer.register(address: address, of: ICEPeerID(rawValue: peer))
    }
    func others(_ address: TransportAddress) -> [Int] { demultiplexer.otherPeers(at: address).map(\.rawValue) }
    var counts: [Int] { [demultiplexer.peerCount, demultiplexer.ufragCount, demultiplexer.addressCount] }

    func route(_ bytes: [UInt8], from remote: TransportAddress = client) -> Route {
        switch demultiplexer.route(bytes.span, from: remote) {
        case .stun(let peer, let message):
            #expect(message.size == bytes.count)
            return .stun(peer.rawValue)
        case .dtls(let peer): return .dtls(peer.rawValue)
        case .rtp(let peer): return .rtp(peer.rawValue)
        case .rtcp(let peer): return .rtcp(peer.rawValue)
        case .dropped(let reason): return .dropped(reason)
        }
    }
}

@Suite("One port for many peers")
struct DemultiplexerTests {
    @Test("the first byte tells the protocol (RFC 7983)", arguments: 0...255)
    func kinds(first: Int) {
        let bytes = [UInt8(first), 0, 0, 0, 0, 0, 0, 0]
        let expected: DatagramKind =
            switch first {
            case 0...3: .stun
            case 20...63: .dtls
            case 128...191: .rtp
            default: .other
            }
        #expect(DatagramKind(bytes.span) == expected)
    }

    @Test("the second byte tells RTCP from RTP (RFC 5761)", arguments: 0...255)
    func rtcp(second: Int) {
        let bytes = [0x80, UInt8(second), 0, 0, 0, 0, 0, 0]
        #expect(DatagramKind(bytes.span) == ((192...223).contains(second) ? .rtcp : .rtp))
        #expect(DatagramKind(Array(bytes.prefix(7)).span) == .other)
    }

    @Test("checks go by our fragment, all else by the validated address")
    func routes() {
        let port = Port()
        #expect(port.register(ufrag: "aaaa", of: 1) == .done)
        #expect(port.register(ufrag: "cccc", of: 2) == .done)
        let dtls: [UInt8] = [22, 0xFE, 0xFD]
        let rtp: [UInt8] = [0x80, 111, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let rtcp: [UInt8] = [0x80, 200, 0, 0, 0, 0, 0, 0]
        var response = makeCheck(to: .first)
        response[0] = 1
        #expect(port.route(makeCheck(to: .first)) == .stun(1))
        #expect(port.route(makeCheck(to: .third), from: other) == .stun(2))
        #expect(port.route(makeCheck(to: .fourth)) == .dropped(.unknownUfrag))
        for bytes in [dtls, rtp, rtcp, response] { #expect(port.route(bytes) == .dropped(.unknownAddress)) }
        #expect(port.register(client, of: 1) == .done)
        #expect(port.register(other, of: 2) == .done)
        #expect(port.route(dtls) == .dtls(1))
        #expect(port.route(rtp) == .rtp(1))
        #expect(port.route(rtcp, from: other) == .rtcp(2))
        #expect(port.route(response) == .stun(1))
        #expect(port.route([]) == .dropped(.otherProtocol))
        #expect(port.route([64, 0, 0, 0]) == .dropped(.otherProtocol))
        #expect(port.route([0, 1, 0, 0]) == .dropped(.malformedSTUN))
        port.demultiplexer.remove(address: client, of: ICEPeerID(rawValue: 2))
        #expect(port.route(dtls) == .dtls(1))
        port.demultiplexer.remove(address: client, of: ICEPeerID(rawValue: 1))
        #expect(port.route(dtls) == .dropped(.unknownAddress))
    }

    @Test("a removed peer leaves nothing behind")
    func removal() {
        let port = Port()
        for peer in 0..<10 {
            for generation in 0..<3 { #expect(port.register(ufrag: "peer\(peer)\(generation)", of: peer) == .done) }
            for number in 0..<8 {
                let remote = TransportAddress(ip: client.ip, port: UInt16(peer * 8 + number))
                #expect(port.register(remote, of: peer) == .done)
            }
        }
        #expect(port.counts == [10, 30, 80])
        for peer in 0..<10 { port.demultiplexer.remove(peer: ICEPeerID(rawValue: peer)) }
        #expect(port.counts == [0, 0, 0])
        port.demultiplexer.remove(peer: ICEPeerID(rawValue: 3))
    }

    @Test("tables are bounded")
    func bounds() {
        let port = Port(maximumPeerCount: 2)
        #expect(port.register(client, of: 1) == .full)
        #expect(port.register(ufrag: "aaaa", of: 1) == .done)
        #expect(port.register(ufrag: "bbbb", of: 2) == .done)
        #expect(port.register(ufrag: "cccc", of: 3) == .full)
        #expect(port.register(ufrag: "1cccc", of: 1) == .done)
        #expect(port.register(ufrag: "2cccc", of: 1) == .done)
        #expect(port.register(ufrag: "3cccc", of: 1) == .full)
        port.demultiplexer.remove(ufrag: "2cccc", of: ICEPeerID(rawValue: 2))
        #expect(port.register(ufrag: "3cccc", of: 1) == .full)
        port.demultiplexer.remove(ufrag: "2cccc", of: ICEPeerID(rawValue: 1))
        #expect(port.register(ufrag: "3cccc", of: 1) == .done)
        for number in 1...8 {
            #expect(port.register(TransportAddress(ip: client.ip, port: UInt16(number)), of: 1) == .done)
        }
        #expect(port.register(client, of: 1) == .full)
    }

    @Test("fragments have 1 to 16 bytes; alike ones of other lengths are others")
    func ufrags() throws {
        let port = Port()
        let longest = String(repeating: "u", count: 16)
        #expect(port.register(ufrag: "", of: 1) == .unsuitable)
        #expect(port.register(ufrag: longest + "u", of: 1) == .unsuitable)
        #expect(port.register(ufrag: longest, of: 1) == .done)
        #expect(port.register(ufrag: String(longest.dropLast()), of: 2) == .done)
        for (count, peer) in [(16, 1), (15, 2)] {
            let password = String(repeating: "p", count: 22)
            let to = try #require(ICECredentials(ufrag: String(repeating: "u", count: count), password: password))
            #expect(port.route(makeCheck(to: to)) == .stun(peer))
        }
    }

    @Test("a fragment that one peer has, another cannot take")
    func held() {
        let port = Port()
        #expect(port.register(ufrag: "aaaa", of: 1) == .done)
        #expect(port.register(ufrag: "aaaa", of: 1) == .done)
        #expect(port.register(ufrag: "aaaa", of: 2) == .held(by: ICEPeerID(rawValue: 1)))
        #expect(port.counts == [1, 1, 0])
    }

    @Test("an address can have several peers; who comes next takes the place of one that leaves")
    func shared() {
        let port = Port()
        let dtls: [UInt8] = [22, 0xFE, 0xFD]
        for peer in 1...3 { #expect(port.register(ufrag: "peer\(peer)", of: peer) == .done) }
        #expect(port.register(client, of: 1) == .done)
        #expect(port.others(client).isEmpty)
        for _ in 1...2 { #expect(port.register(client, of: 2) == .done) }
        #expect(port.register(client, of: 3) == .done)
        #expect(port.register(other, of: 3) == .done)
        #expect(port.route(dtls) == .dtls(1))
        #expect(port.others(client) == [2, 3])
        #expect(port.others(other).isEmpty)
        port.demultiplexer.remove(peer: ICEPeerID(rawValue: 1))
        #expect(port.route(dtls) == .dtls(2))
        #expect(port.others(client) == [3])
        port.demultiplexer.remove(address: client, of: ICEPeerID(rawValue: 3))
        #expect(port.route(dtls) == .dtls(2))
        #expect(port.others(client).isEmpty)
        #expect(port.register(client, of: 3) == .done)
        port.demultiplexer.remove(address: client, of: ICEPeerID(rawValue: 2))
        #expect(port.route(dtls) == .dtls(3))
        #expect(port.others(client).isEmpty)
        port.demultiplexer.remove(peer: ICEPeerID(rawValue: 3))
        #expect(port.route(dtls) == .dropped(.unknownAddress))
        #expect(port.counts == [1, 1, 0])
    }

    @Test("an address has 8 peers at most")
    func sharedBound() {
        let port = Port(maximumPeerCount: 9)
        for peer in 1...9 { #expect(port.register(ufrag: "peer\(peer)", of: peer) == .done) }
        for peer in 1...8 { #expect(port.register(client, of: peer) == .done) }
        #expect(port.register(client, of: 9) == .full)
        #expect(port.others(client) == Array(2...8))
        port.demultiplexer.remove(address: client, of: ICEPeerID(rawValue: 4))
        #expect(port.register(client, of: 9) == .done)
        #expect(port.others(client) == [2, 3, 5, 6, 7, 8, 9])
    }

    @Test("junk and forgeries leave nothing behind and disturb no one")
    func junk() {
        let port = Port()
        #expect(port.register(ufrag: "aaaa", of: 1) == .done)
        #expect(port.register(client, of: 1) == .done)
        var generator = SeededGenerator(seed: 5)
        let check = makeCheck(to: .first, key: ICECredentials.third.key)
        for round in 0..<20_000 {
            let source = TransportAddress(ip: IPAddress(ipv4: UInt32(round)), port: 9)
            let length = Int.random(in: 0...80, using: &generator)
            var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if round % 3 == 0 {
                bytes = check
                bytes[Int.random(in: 0..<check.count, using: &generator)] = generator.next()
            }
            switch port.route(bytes, from: source) {
            case .stun(let peer): #expect(peer == 1)
            case .dropped: break
            case .dtls, .rtp, .rtcp: Issue.record("routed from an address that is not validated")
            }
        }
        #expect(port.counts == [1, 1, 1])
        #expect(port.route(makeCheck(to: .first)) == .stun(1))
    }
}
