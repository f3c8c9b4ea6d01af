// SPDX-License-Identifier: MIT

@testable import SCTP

/// Two associations on a virtual network, and what each has told its owner.
final class AssociationPair {
    let first: SCTPAssociation
    let second: SCTPAssociation
    let network: VirtualNetwork
    private(set) var firstEvents: [SCTPEvent] = []
    private(set) var secondEvents: [SCTPEvent] = []

    init(
        seed: UInt64 = 1,
        impairment: Impairment = Impairment(),
        first firstConfiguration: SCTPConfiguration = .testing,
        second secondConfiguration: SCTPConfiguration = .testing
    ) {
        first = .testing(firstConfiguration, seed: seed &* 2 &+ 1)
        second = .testing(secondConfiguration, seed: seed &* 2)
        network = VirtualNetwork(first, second, seed: seed, impairment: impairment)
        network.afterStep = { [unowned self] in takeEvents() }
    }

    /// A pair that has set up.
    static func connected(
        seed: UInt64 = 1,
        impairment: Impairment = Impairment(),
        first: SCTPConfiguration = .testing,
        second: SCTPConfiguration = .testing
    ) -> AssociationPair {
        let pair = AssociationPair(seed: seed, impairment: impairment, first: first, second: second)
        pair.first.start(now: .zero)
        pair.second.start(now: .zero)
        pair.network.run { pair.first.state == .established && pair.second.state == .established }
        return pair
    }

    var now: Duration { network.now }
    var isConnected: Bool { first.state == .established && second.state == .established }
    var firstMessages: [SCTPMessage] { firstEvents.messages }
    var secondMessages: [SCTPMessage] { secondEvents.messages }

    func takeEvents() {
        while let event = first.nextEvent() { firstEvents.append(event) }
        while let event = second.nextEvent() { secondEvents.append(event) }
    }

    func forgetEvents() {
        takeEvents()
        firstEvents = []
        secondEvents = []
    }

    @discardableResult
    func run(for limit: Duration = .seconds(600), until condition: () -> Bool = { false }) -> Bool {
        network.run(for: limit, until: condition)
    }
}

extension [SCTPEvent] {
    var messages: [SCTPMessage] {
        compactMap { if case .message(let message) = $0 { message } else { nil } }
    }
}

extension SCTPConfiguration {
    static var testing: SCTPConfiguration {
        var configuration = SCTPConfiguration()
        configuration.maxOutgoingMessageSize = 256 * 1024
        return configuration
    }

    func with(_ change: (inout SCTPConfiguration) -> Void) -> SCTPConfiguration {
        var copy = self
        change(&copy)
        return copy
    }
}

extension SCTPAssociation {
    static func testing(_ configuration: SCTPConfiguration = .testing, seed: UInt64) -> SCTPAssociation {
        var generator = SeededGenerator(seed: seed)
        return SCTPAssociation(
            configuration: configuration,
            sign: { signature($0, key: seed) },
            random: { UInt32(truncatingIfNeeded: generator.next()) }
        )
    }

    /// No real keyed hash; it changes with each bit of the text and the key, which is all that tests need.
    static func signature(_ text: [UInt8], key: UInt64) -> [UInt8] {
        var state = key ^ 0x6A09_E667_F3BC_C908
        var signature: [UInt8] = []
        for _ in 0..<2 {
            for byte in text { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 ^ state >> 29 }
            signature.append(state)
        }
        return signature
    }
}
