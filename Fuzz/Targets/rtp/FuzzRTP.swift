// SPDX-License-Identifier: MIT

internal import RTP

/// The input is a row of datagrams, each behind two bytes with its length: what is left may be shorter.
///
/// A compound packet that is read is written and read the same; what is forwarded is an RTP packet; no outgoing number
/// is given twice in a row of 1000.
@c(LLVMFuzzerTestOneInput)
public func fuzzRTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    var leg = FuzzedLeg()
    var rest = input[...]
    while rest.count > 2, leg.datagrams < 1000 {
        let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
        let datagram = Array(rest.dropFirst(2).prefix(length))
        rest = rest.dropFirst(2 + length)
        leg.take(datagram)
    }
    return 0
}

/// All that looks at packets, in virtual time.
private struct FuzzedLeg {
    var datagrams = 0

    private var now: Duration = .zero
    private var forwarder: RTPForwarder
    private var receiver = RTPReceiver(ssrc: 1, clockRate: 48000)
    private var sender = RTPSender(ssrc: 2, clockRate: 48000)
    private var gaps = NACKGenerator()
    private var buffer = RetransmissionBuffer()
    private var given: Set<UInt16> = []

    init() {
        let rules = ForwardingRules(
            payloadTypes: [
                ForwardingRules.PayloadType(incoming: 111, outgoing: 96, clockRate: 48000),
                ForwardingRules.PayloadType(incoming: 101, outgoing: 97, clockRate: 8000),
            ],
            ssrc: 2,
            extensions: [
                ForwardingRules.HeaderExtension(incoming: 1, outgoing: 3),
                ForwardingRules.HeaderExtension(incoming: 2, outgoing: 2),
            ],
            midID: 1,
            mid: [0x30]
        )
        forwarder = RTPForwarder(rules: rules, firstSequenceNumber: 65000, firstTimestamp: 4_294_960_000)
    }

    mutating func take(_ datagram: [UInt8]) {
        datagrams += 1
        now += .milliseconds(20)
        switch PacketKind(of: datagram.span) {
        case .rtp: takeRTP(datagram)
        case .rtcp: takeRTCP(datagram)
        case nil: break
        }
    }

    private mutating func takeRTP(_ datagram: [UInt8]) {
        guard let header = try? RTPHeader(parsing: datagram.span) else { return }
        precondition(header.payload.upperBound + header.paddingLength == datagram.count, "bytes are left over")
        let verdict = receiver.receive(header, now: now)
        gaps.receive(header.sequenceNumber, verdict: verdict, now: now)
        _ = gaps.makeRequest(sender: 2, source: 1, now: now, interval: .milliseconds(30))

        var output = [UInt8](repeating: 0, count: datagram.count + forwarder.rules.maxGrowth)
        var span = output.mutableSpan
        let outcome = forwarder.forward(datagram.span, header: header, now: now, into: &span)
        guard case .forwarded(let packet) = outcome else { return }
        let isNew = given.insert(packet.sequenceNumber).inserted
        // Gaps may lead all the way around: then numbers come again.
        precondition(isNew || datagrams > 21, "a number is given twice")
        let written = Array(output.prefix(packet.length))
        let read = try? RTPHeader(parsing: written.span)
        precondition(read?.payload.count == header.payload.count, "what is forwarded is no packet")
        sender.send(timestamp: packet.timestamp, payloadLength: packet.payloadLength, now: now)
        buffer.store(written.span, sequenceNumber: packet.sequenceNumber, now: now)
    }

    private mutating func takeRTCP(_ datagram: [UInt8]) {
        guard let packets = try? RTCPCompound(parsing: datagram.span).packets else { return }
        var writer = RTCPWriter()
        for packet in packets { writer.append(packet) }
        let written = packets.filter { packet in
            if case .other = packet { false } else { true }
        }
        if !written.isEmpty {
            let read = try? RTCPCompound(parsing: writer.bytes.span).packets
            precondition(read == written, "what is written does not read the same")
        }
        for packet in packets {
            switch packet {
            case .senderReport(let report):
                receiver.receive(report, now: now)
                for block in report.reports { sender.receive(block, now: now) }
            case .receiverReport(let report): for block in report.reports { sender.receive(block, now: now) }
            case .nack(let nack): buffer.resend(nack, now: now, interval: .milliseconds(30)) { _ in }
            default: break
            }
        }
        var receivers = [receiver]
        writer.removeAll()
        writer.appendReport(of: &sender, on: &receivers, cname: [0x63], now: now)
        precondition((try? RTCPCompound(parsing: writer.bytes.span, allowsReducedSize: false)) != nil, "no report")
        receiver = receivers[0]
    }
}
