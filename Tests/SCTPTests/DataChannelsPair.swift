// SPDX-License-Identifier: MIT

@testable import SCTP

extension DataChannels: NetworkPeer {
    func receive(_ packet: Span<UInt8>, now: Duration) { association.receive(packet, now: now) }
    func handleTimeout(now: Duration) { association.handleTimeout(now: now) }
    var nextTimeout: Duration? { association.nextTimeout }
    func nextPacket(into packet: inout [UInt8], now: Duration) -> Bool {
        association.nextPacket(into: &packet, now: now)
    }
}

/// The data channels of two peers on a virtual network; the client is the DTLS client.
final class DataChannelsPair {
    let client: DataChannels
    let server: DataChannels
    let network: VirtualNetwork
    private(set) var clientEvents: [DataChannelEvent] = []
    private(set) var serverEvents: [DataChannelEvent] = []

    init(
        seed: UInt64 = 1,
        impairment: Impairment = Impairment(),
        configuration: SCTPConfiguration = .testing,
        limits: DataChannelLimits = DataChannelLimits()
    ) {
        client = DataChannels(
            association: .testing(configuration, seed: seed &* 2),
            isDTLSClient: true,
            limits: limits
        )
        server = DataChannels(
            association: .testing(configuration, seed: seed &* 2 &+ 1),
            isDTLSClient: false,
            limits: limits
        )
        network = VirtualNetwork(client, server, seed: seed, impairment: impairment)
        network.afterStep = { [unowned self] in takeEvents() }
    }

    static func connected(
        seed: UInt64 = 1,
        impairment: Impairment = Impairment(),
        configuration: SCTPConfiguration = .testing,
        limits: DataChannelLimits = DataChannelLimits()
    ) -> DataChannelsPair {
        let pair = DataChannelsPair(seed: seed, impairment: impairment, configuration: configuration, limits: limits)
        pair.start()
        pair.run { pair.clientEvents.contains(.connected) && pair.serverEvents.contains(.connected) }
        return pair
    }

    func start() {
        client.association.start(now: now)
        server.association.start(now: now)
    }

    var now: Duration { network.now }

    func takeEvents() {
        while let event = client.nextEvent(now: now) { clientEvents.append(event) }
        while let event = server.nextEvent(now: now) { serverEvents.append(event) }
    }

    func forgetEvents() {
        takeEvents()
        clientEvents = []
        serverEvents = []
    }

    @discardableResult
    func run(for limit: Duration = .seconds(600), until condition: () -> Bool = { false }) -> Bool {
        network.run(for: limit, until: condition)
    }
}
