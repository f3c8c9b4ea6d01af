// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("What an owner may not do")
struct PreconditionTests {
    @Test("clock rates are above 0 and not beyond what the arithmetic holds")
    func clockRates() async {
        await #expect(processExitsWith: .failure) { _ = RTPReceiver(ssrc: 1, clockRate: 0) }
        await #expect(processExitsWith: .failure) { _ = RTPSender(ssrc: 1, clockRate: 1_000_000_001) }
        _ = RTPSender(ssrc: 1, clockRate: 1_000_000_000)
    }

    @Test("rules hold to the ranges of their fields")
    func rules() async {
        await #expect(processExitsWith: .failure) {
            let type = ForwardingRules.PayloadType(incoming: 128, outgoing: 0, clockRate: 8000)
            _ = ForwardingRules(payloadTypes: [type], ssrc: 1)
        }
        await #expect(processExitsWith: .failure) {
            let none = ForwardingRules.HeaderExtension(incoming: 1, outgoing: 0)
            _ = ForwardingRules(payloadTypes: [], ssrc: 1, extensions: [none])
        }
        await #expect(processExitsWith: .failure) {
            let one = ForwardingRules.HeaderExtension(incoming: 1, outgoing: 1)
            _ = ForwardingRules(payloadTypes: [], ssrc: 1, extensions: Array(repeating: one, count: 17))
        }
        await #expect(processExitsWith: .failure) {
            _ = ForwardingRules(payloadTypes: [], ssrc: 1, midID: 1, mid: Array(repeating: 1, count: 256))
        }
    }

    @Test("as many packets are kept as a power of two")
    func keptPackets() async {
        await #expect(processExitsWith: .failure) {
            var limits = RetransmissionBuffer.Limits()
            limits.packets = 48
            _ = RetransmissionBuffer(limits: limits)
        }
    }
}
