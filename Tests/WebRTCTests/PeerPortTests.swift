// SPDX-License-Identifier: MIT

import EventLoop
import ICE
import Testing
import WebRTC

@Suite("The sockets of a loop")
struct PeerPortTests {
    private static let loopback = IPAddress(ipv4: 0x7F00_0001)
    private static let second = IPAddress(ipv4: 0x7F00_0002)
    /// Of a range for documentation: no machine has it.
    private static let nobody = IPAddress(ipv4: 0xCB00_7109)

    @Test("An address that cannot be bound is left out; without any there is no port")
    func addresses() throws {
        let loop = try EventLoop()
        let port = try PeerPort(loop: loop, addresses: [Self.nobody, Self.loopback], maximumPeers: 1)
        #expect(port.addresses.map(\.ip) == [Self.loopback])
        #expect(port.addresses[0].port > 0)
        #expect(throws: EventLoopError.self) { () throws in
            _ = try PeerPort(loop: loop, addresses: [Self.nobody], maximumPeers: 1)
        }
        port.close()
        #expect(port.addresses.isEmpty)
        #expect(loop.watchCount == 0)
    }

    @Test("Candidates carry the addresses at which peers reach a socket, with its port")
    func candidates() throws {
        let loop = try EventLoop()
        let other = IPAddress(ipv4: 0xCB00_7108)
        let port = try PeerPort(
            loop: loop,
            bindings: [
                PortBinding([Self.nobody], candidates: [Self.loopback]),
                PortBinding([Self.nobody, Self.second, Self.loopback], candidates: [Self.nobody, other, Self.second]),
            ],
            maximumPeers: 1
        )
        // What cannot be bound is no candidate either.
        #expect(port.addresses.map(\.ip) == [other, Self.second])
        #expect(Set(port.addresses.map(\.port)).count == 1)
        #expect(loop.watchCount == 2)
        port.close()
    }

    @Test("The first port that is free at all addresses is taken; without such a one there is no port")
    func ports() throws {
        let loop = try EventLoop()
        let taken = try PeerPort(loop: loop, addresses: [Self.loopback], maximumPeers: 1)
        let first = taken.addresses[0].port
        let spare = try PeerPort(loop: loop, addresses: [Self.loopback], maximumPeers: 1)
        let second = spare.addresses[0].port
        // At this address both are free.
        let bindings = [PortBinding([Self.second, Self.loopback], candidates: [Self.second])]
        #expect(throws: EventLoopError.self) { () throws in
            _ = try PeerPort(loop: loop, bindings: bindings, ports: [first, second], maximumPeers: 1)
        }
        #expect(loop.watchCount == 2)
        spare.close()
        let port = try PeerPort(loop: loop, bindings: bindings, ports: [first, second], maximumPeers: 1)
        #expect(port.addresses.map(\.port) == [second])
        port.close()
        taken.close()
    }

    @Test("This machine's own addresses come last")
    func localAddresses() {
        let addresses = LocalAddresses.all()
        #expect(addresses.contains(Self.loopback))
        let firstOwn = addresses.firstIndex { $0.scope == .loopback } ?? 0
        let areOwn = addresses[firstOwn...].allSatisfy { $0.scope == .loopback }
        #expect(areOwn)
    }
}
