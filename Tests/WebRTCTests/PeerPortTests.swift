// SPDX-License-Identifier: MIT

import EventLoop
import ICE
import Testing
import WebRTC

@Suite("The sockets of a loop")
struct PeerPortTests {
    private static let loopback = IPAddress(ipv4: 0x7F00_0001)
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

    @Test("This machine's own addresses come last")
    func localAddresses() {
        let addresses = LocalAddresses.all()
        #expect(addresses.contains(Self.loopback))
        let firstOwn = addresses.firstIndex { $0.scope == .loopback } ?? 0
        let areOwn = addresses[firstOwn...].allSatisfy { $0.scope == .loopback }
        #expect(areOwn)
    }
}
