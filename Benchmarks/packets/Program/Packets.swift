// SPDX-License-Identifier: MIT

import RTP

/// RTP packets with 160 bytes of audio and two header extensions, as Chromium sends them, from one leg to another.
final class Packets {
    private static let extensions: [UInt8] = [0xBE, 0xDE, 0, 2, 0x10, 0xAB, 0x22, 1, 2, 3, 0, 0]
    private let first: [UInt8]
    private var output: [UInt8]
    private var forwarder: RTPForwarder
    private var sequenceNumber: UInt16 = 0
    private var timestamp: UInt32 = 0
    private var now = Duration.zero

    init() {
        first = [0x90, 111, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9] + Self.extensions + [UInt8](repeating: 7, count: 160)
        let rules = ForwardingRules(
            payloadTypes: [ForwardingRules.PayloadType(incoming: 111, outgoing: 96, clockRate: 48_000)],
            ssrc: 1,
            extensions: [ForwardingRules.HeaderExtension(incoming: 1, outgoing: 10)],
            midID: 4,
            mid: [UInt8(ascii: "0")]
        )
        output = [UInt8](repeating: 0, count: first.count + rules.maxGrowth)
        forwarder = RTPForwarder(rules: rules, firstSequenceNumber: 1, firstTimestamp: 1)
    }

    /// Only numbers the packets, as each of the others does before.
    func number(_ count: Int) {
        var packet = first
        for _ in 0..<count { next(&packet) }
        precondition(packet.count == first.count, "the packet stays")
    }

    /// Copies the packets as they are.
    func copy(_ count: Int) {
        var packet = first
        for _ in 0..<count {
            next(&packet)
            unsafe output.withUnsafeMutableBytes { output in
                unsafe packet.withUnsafeBytes { unsafe output.copyMemory(from: $0) }
            }
        }
        precondition(output[2...3].elementsEqual(packet[2...3]), "the packet is copied")
    }

    /// Reads the header.
    func parse(_ count: Int) {
        var packet = first
        for _ in 0..<count {
            next(&packet)
            guard let header = try? RTPHeader(parsing: packet.span) else { preconditionFailure("the packet is right") }
            precondition(header.payload.count == 160, "the header is read")
        }
    }

    /// Reads the header, and writes the packet for the other leg.
    func forward(_ count: Int) {
        var packet = first
        for _ in 0..<count {
            next(&packet)
            guard let header = try? RTPHeader(parsing: packet.span) else { preconditionFailure("the packet is right") }
            var span = output.mutableSpan
            let outcome = forwarder.forward(packet.span, header: header, now: now, into: &span)
            guard case .forwarded(let forwarded) = outcome else { preconditionFailure("\(outcome)") }
            precondition(forwarded.payloadLength == 160, "the packet goes on")
        }
    }

    private func next(_ packet: inout [UInt8]) {
        sequenceNumber &+= 1
        timestamp &+= 960
        now += .milliseconds(20)
        packet[2] = UInt8(sequenceNumber >> 8)
        packet[3] = UInt8(sequenceNumber & 0xFF)
        for place in 0..<4 { packet[4 + place] = UInt8(timestamp >> UInt32(24 - 8 * place) & 0xFF) }
    }
}
