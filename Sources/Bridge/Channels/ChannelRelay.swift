// SPDX-License-Identifier: MIT

internal import SCTP
internal import WebRTC

/// Carries messages between the data channels of the two connections of a call.
///
/// The client's first channel is that of the events, whatever its label; it goes on in a channel with the provider's label.
/// All other channels of either side have one of the same parameters at the other; where events are held to a policy those
/// of the client are closed, for a provider may take events from any channel.
///
/// Nothing is dropped while both sides are there. A side that does not take more than its send buffer holds stops the
/// reading of the channel that its messages come from, and SCTP's window then stops the sender. So what a call holds is
/// bounded by the buffers and windows of its two associations.
final class ChannelRelay {
    /// What becomes of a message on the events channel.
    typealias Events = (_ message: ChannelMessage, _ from: CallSide, _ now: Duration) -> Void

    private unowned let legs: CallLegs
    private let eventsLabel: String
    private let takesClientsOthers: Bool
    /// Takes what comes on the events channel.
    var onEvent: Events?
    private var pairs: [ChannelPair] = []
    /// Messages that came from each side, and that were given to it, on the events channel.
    private(set) var received = BothSides(0)
    private(set) var sent = BothSides(0)
    /// Messages that a side does not take, as they are longer than it said, or whose channel was closed under way.
    private(set) var undelivered = 0
    /// Told of a message that the client does not take for its length.
    var onTooLarge: ((_ count: Int, _ now: Duration) -> Void)?
    /// When the events channel was open at both sides first.
    private(set) var eventsOpenAt: Duration?

    init(_ legs: CallLegs, eventsLabel: String, takesClientsOthers: Bool) {
        self.legs = legs
        self.eventsLabel = eventsLabel
        self.takesClientsOthers = takesClientsOthers
    }

    /// Whether the client can be told something.
    var reachesClient: Bool { eventsPair?.numbers.client != nil }

    private var eventsPair: ChannelPair? { pairs.first(where: \.isEvents) }

    /// Opens the events channel at the provider, before anything can come from either side; `negotiated` is the client's
    /// number of it, if the client does not say one on the wire.
    func openEvents(negotiated: UInt16?, now: Duration) {
        let pair = ChannelPair(isEvents: true)
        pairs.append(pair)
        legs.act(.upstream) { peer, now in
            pair.numbers.upstream = try? peer.openChannel(DataChannelParameters(label: eventsLabel), now: now)
        }
        guard let negotiated, let channels = legs[.client]?.channels,
            (try? channels.openNegotiated(negotiated, DataChannelParameters(label: eventsLabel))) != nil
        else { return }
        pair.numbers.client = negotiated
    }

    // MARK: What the connections tell

    func take(_ event: DataChannelEvent, from side: CallSide, now: Duration) {
        switch event {
        case .incoming(let channel, let parameters): open(channel, parameters, from: side, now: now)
        case .opened(let channel): if pair(of: channel, at: side)?.isEvents == true { noteOpen(now: now) }
        case .message(let channel, let kind, let bytes):
            guard let pair = pair(of: channel, at: side) else { return }
            let message = ChannelMessage(kind: kind, bytes: bytes)
            guard pair.isEvents else { return send(message, to: side.other, from: side, in: pair, now: now) }
            received[side] += 1
            onEvent?(message, side, now)
        case .closed(let channel): close(channel, at: side, now: now)
        case .sendBufferAvailable: for pair in pairs { drain(pair, to: side, now: now) }
        case .connected, .bufferedAmountLow, .ended: break
        }
    }

    private func pair(of channel: UInt16, at side: CallSide) -> ChannelPair? {
        pairs.first { $0.numbers[side] == channel }
    }

    private func open(_ channel: UInt16, _ parameters: DataChannelParameters, from side: CallSide, now: Duration) {
        if side == .client, eventsPair == nil { openEvents(negotiated: nil, now: now) }
        if side == .client, let pair = eventsPair, pair.numbers.client == nil {
            pair.numbers.client = channel
            noteOpen(now: now)
            return drain(pair, to: .client, now: now)
        }
        let pair = ChannelPair(isEvents: false)
        pair.numbers[side] = channel
        if side == .upstream || takesClientsOthers {
            legs.act(side.other) { peer, now in
                pair.numbers[side.other] = try? peer.openChannel(parameters, now: now)
            }
        }
        guard pair.numbers[side.other] != nil else {
            return legs.act(side) { peer, now in peer.closeChannel(channel, now: now) }
        }
        pairs.append(pair)
    }

    private func noteOpen(now: Duration) {
        guard eventsOpenAt == nil, let pair = eventsPair, pair.numbers.client != nil,
            legs[.upstream]?.state == .connected
        else { return }
        eventsOpenAt = now
    }

    private func close(_ channel: UInt16, at side: CallSide, now: Duration) {
        guard let pair = pair(of: channel, at: side) else { return }
        pair.numbers[side] = nil
        undelivered += pair.queues[side].count
        pair.queues[side] = MessageQueue()
        guard pair.numbers[side.other] != nil else { return pairs.removeAll { $0 === pair } }
        pair.closesWhenDrained = side.other
        drain(pair, to: side.other, now: now)
    }

    // MARK: Sending

    /// Sends something on the events channel, behind all that waits there already; if it has to wait, so do the next
    /// events of `origin`.
    func sendEvent(_ message: ChannelMessage, to side: CallSide, from origin: CallSide?, now: Duration) {
        guard let pair = eventsPair else {
            undelivered += 1
            return
        }
        send(message, to: side, from: origin, in: pair, now: now)
    }

    private func send(
        _ message: ChannelMessage,
        to side: CallSide,
        from origin: CallSide?,
        in pair: ChannelPair,
        now: Duration
    ) {
        if pair.queues[side].isEmpty, give(message, to: side, in: pair, now: now) { return }
        pair.queues[side].append(message, from: origin)
        guard let origin, let source = pair.numbers[origin] else { return }
        legs.act(origin) { peer, now in peer.setReading(paused: true, channel: source, now: now) }
    }

    /// Sends what waits for a side, as far as it takes it; then those are read again that had to wait.
    private func drain(_ pair: ChannelPair, to side: CallSide, now: Duration) {
        while let message = pair.queues[side].first {
            guard give(message, to: side, in: pair, now: now) else { return }
            pair.queues[side].removeFirst()
        }
        for waiting in pair.queues[side].takePausedSides() {
            guard let source = pair.numbers[waiting] else { continue }
            legs.act(waiting) { peer, now in peer.setReading(paused: false, channel: source, now: now) }
        }
        if pair.closesWhenDrained == side, let channel = pair.numbers[side] {
            pair.closesWhenDrained = nil
            legs.act(side) { peer, now in peer.closeChannel(channel, now: now) }
        }
    }

    /// Hands a message to the connection of a side; false if it has to wait.
    private func give(_ message: ChannelMessage, to side: CallSide, in pair: ChannelPair, now: Duration) -> Bool {
        guard let channel = pair.numbers[side] else {
            // Who has no data channels has asked for no events.
            guard legs[side]?.channels != nil else { return true }
            // The client's channel may come yet; one that is closed does not come back.
            guard pair.isEvents, side == .client, pair.numbers.upstream != nil else {
                undelivered += 1
                return true
            }
            return false
        }
        // What a connection says that is over.
        var failure: SCTPError? = SCTPError(.notOpen)
        legs.act(side) { peer, now in
            do throws(SCTPError) {
                try peer.send(message.bytes, as: message.kind, on: channel, now: now)
                failure = nil
            } catch {
                failure = error
            }
        }
        switch failure?.code {
        case nil:
            if pair.isEvents { sent[side] += 1 }
            return true
        case .sendBufferFull: return false
        case .messageTooLong:
            undelivered += 1
            onTooLarge?(message.bytes.count, now)
            return true
        default:
            undelivered += 1
            return true
        }
    }
}
