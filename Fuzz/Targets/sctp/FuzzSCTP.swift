// SPDX-License-Identifier: MIT

/// Two ends with data channels; the input says what happens to them.
///
/// Whatever comes, neither traps, and what each keeps stays within its limits.
@c(LLVMFuzzerTestOneInput)
public func fuzzSCTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    var scene = Scene()
    var rest = input[...]
    while let step = rest.popFirst() { scene.take(step, &rest) }
    scene.settle()
    return 0
}

private struct Scene {
    private let client = Scene.makeEnd(tag: 0x0101_0101, firstTSN: 0x1000, isClient: true)
    private let server = Scene.makeEnd(tag: 0x0202_0202, firstTSN: 0x2000, isClient: false)
    private var now = Duration.zero
    private var packet: [UInt8] = []

    private static func makeEnd(tag: UInt32, firstTSN: UInt32, isClient: Bool) -> DataChannels {
        var numbers = [tag, firstTSN]
        var configuration = SCTPConfiguration()
        configuration.receiveWindow = 16 * 1024
        configuration.maxIncomingMessageSize = 4096
        configuration.sendBuffer = 64 * 1024
        configuration.tsnSpan = 64
        configuration.maxIncomingStreams = 8
        let association = SCTPAssociation(
            configuration: configuration,
            sign: { [UInt8(truncatingIfNeeded: $0.reduce(0) { $0 &* 31 &+ Int($1) })] },
            random: { numbers.isEmpty ? 7 : numbers.removeFirst() }
        )
        var limits = DataChannelLimits()
        limits.maxChannels = 4
        return DataChannels(association: association, isDTLSClient: isClient, limits: limits)
    }

    mutating func take(_ step: UInt8, _ rest: inout ArraySlice<UInt8>) {
        let target = step & 0x80 == 0 ? server : client
        switch step & 0x0F {
        case 0: target.association.start(now: now)
        case 1: exchange(loses: false)
        case 2: pass(.milliseconds(Int(rest.popFirst() ?? 0) * 50))
        case 3: exchange(loses: true)
        case 4: target.association.shutdown(now: now)
        case 5: target.association.abort(now: now)
        case 6: target.association.setReading(paused: step & 0x10 != 0)
        case 7: send(on: target, &rest)
        case 8: open(on: target, step)
        case 9: target.close(UInt16(rest.popFirst() ?? 0), now: now)
        case 10: target.setReading(paused: step & 0x10 != 0, channel: UInt16(rest.popFirst() ?? 0))
        default: deliver(to: target, step, &rest)
        }
        check()
    }

    /// A packet with the chunks of the input, with right ports and checksum, and as a rule with the right tag.
    private mutating func deliver(to target: DataChannels, _ step: UInt8, _ rest: inout ArraySlice<UInt8>) {
        let count = Int(rest.popFirst() ?? 0)
        let chunks = rest.prefix(count)
        rest.removeFirst(chunks.count)
        let tag: UInt32 = chunks.first == 1 ? 0 : step & 0x20 != 0 ? target.association.peerTag : localTag(of: target)
        packet.removeAll(keepingCapacity: true)
        CommonHeader(sourcePort: 5000, destinationPort: 5000, verificationTag: tag).write(to: &packet)
        packet += chunks
        CommonHeader.seal(&packet)
        target.association.receive(packet.span, now: now)
        takeEvents()
    }

    private func localTag(of end: DataChannels) -> UInt32 { end.association.local.tag }

    private func send(on end: DataChannels, _ rest: inout ArraySlice<UInt8>) {
        let id = UInt16(rest.popFirst() ?? 0)
        let payload = [UInt8](repeating: UInt8(ascii: "a"), count: Int(rest.popFirst() ?? 0) * 16)
        try? end.send(payload, as: id & 1 == 0 ? .text : .binary, on: id, now: now)
    }

    private func open(on end: DataChannels, _ step: UInt8) {
        let reliability: SCTPReliability = step & 0x10 != 0 ? .retransmissions(0) : .reliable
        let parameters = DataChannelParameters(label: "f", isOrdered: step & 0x20 == 0, reliability: reliability)
        _ = try? end.open(parameters, now: now)
    }

    private func takeEvents() {
        while client.nextEvent(now: now) != nil {}
        while server.nextEvent(now: now) != nil {}
    }

    private mutating func exchange(loses: Bool) {
        for _ in 0..<4 {
            takeEvents()
            for (sender, receiver) in [(client, server), (server, client)] {
                var count = 0
                while sender.association.nextPacket(into: &packet, now: now) {
                    count += 1
                    precondition(packet.count <= sender.association.configuration.mtu + 512, "a packet too long")
                    precondition(count < 10_000, "packets without end")
                    if !loses || count % 3 != 0 { receiver.association.receive(packet.span, now: now) }
                }
            }
        }
    }

    private mutating func pass(_ time: Duration) {
        now += time
        for end in [client, server] { end.association.handleTimeout(now: now) }
        exchange(loses: false)
    }

    private func check() {
        for end in [client, server] {
            let association = end.association
            let configuration = association.configuration
            let bound = configuration.receiveWindow + configuration.maxIncomingMessageSize + 2 * 65_535
            precondition(association.receiver.cost >= 0 && association.receiver.cost <= bound, "the window is exceeded")
            precondition(association.sender.cost <= configuration.sendBuffer + 4096, "the send buffer is exceeded")
            precondition(association.sender.sent.flightSize >= 0, "less than nothing is on the way")
            precondition(end.channels.count <= end.limits.maxChannels, "too many channels")
            precondition(end.partialCount >= 0, "less than nothing is kept")
        }
    }

    /// Whatever has happened, the ends come to rest, and their timers stop once they have ended.
    mutating func settle() {
        for end in [client, server] { end.association.setReading(paused: false) }
        for _ in 0..<10 { pass(.seconds(3)) }
        for end in [client, server] where end.association.state == .ended {
            precondition(end.association.nextTimeout == nil, "a timer runs on")
        }
        check()
    }
}
