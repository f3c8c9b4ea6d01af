// SPDX-License-Identifier: MIT

/// The receiving half of an association.
struct Receiver {
    /// The packets with DATA that one SACK may stand for (RFC 9260, section 6.2).
    private static let packetsPerAck = 2

    private let window: Int
    /// What may be taken in beyond the window to fill a gap, so that what is kept behind the gap can be delivered.
    private let reserve: Int
    private let mtu: Int
    var tsns: ReceivedTSNs
    var reassembler: Reassembler
    var streams: IncomingStreams
    var inbox = Inbox()
    private var packetsToAck = 0
    private var lastAnnounced: Int

    init(configuration: SCTPConfiguration, initialTSN: TSN) {
        window = configuration.receiveWindow
        reserve = configuration.maxIncomingMessageSize
        mtu = configuration.mtu
        tsns = ReceivedTSNs(initialTSN: initialTSN, span: configuration.tsnSpan)
        reassembler = Reassembler(maxMessageCount: configuration.maxIncomingMessageSize)
        streams = IncomingStreams(limit: configuration.maxIncomingStreams)
        lastAnnounced = window
    }

    /// What is kept for the owner and for messages that are not whole.
    var cost: Int { reassembler.cost + streams.cost + inbox.cost }

    /// The window as the peer is told: nothing rather than less than a packet.
    var announced: Int {
        let free = window - cost
        return free < mtu ? 0 : free
    }

    /// Whether there is a place for so many bytes with this number.
    func hasRoom(for count: Int, at tsn: TSN) -> Bool {
        let fillsGap = tsns.highest > tsn
        return cost + count + SCTPMessage.overhead <= window + (fillsGap ? reserve : 0)
    }

    /// Whether there is a place to tell the owner of a reset.
    func hasRoom(forResetOf count: Int) -> Bool {
        cost + SCTPMessage.overhead + 2 * count <= window + reserve
    }

    /// Begins with the peer's first number.
    mutating func begin(configuration: SCTPConfiguration, initialTSN: TSN) {
        let inbox = inbox
        self = Receiver(configuration: configuration, initialTSN: initialTSN)
        self.inbox = inbox
    }

    /// Drops what is not whole or not in order, and keeps what the owner has not read.
    mutating func dropIncomplete(configuration: SCTPConfiguration) {
        begin(configuration: configuration, initialTSN: tsns.cumulative)
    }

    /// Takes a fragment whose number is new; what is in order now is in the inbox.
    mutating func add(_ head: DataChunk, _ payload: Span<UInt8>) throws(Reassembler.Failure) {
        tsns.insert(head.tsn)
        guard let message = try reassembler.add(head, payload) else { return }
        if head.isUnordered {
            inbox.append(.message(message))
        } else {
            streams.add(message, sequence: head.sequence) { inbox.append(.message($0)) }
        }
    }

    /// Skips what the peer has given up.
    mutating func forward(_ chunk: ForwardTSNChunk, _ value: Span<UInt8>) {
        tsns.forward(to: chunk.cumulative)
        reassembler.forward(to: chunk.cumulative)
        for index in 0..<chunk.skipCount {
            let skip = chunk.skip(index, in: value)
            streams.skip(skip.stream, through: skip.sequence) { inbox.append(.message($0)) }
        }
    }

    // MARK: Acknowledgement

    /// A packet with DATA has come; whether it is to be acknowledged at once.
    mutating func packetArrived() -> Bool {
        packetsToAck += 1
        return packetsToAck >= Self.packetsPerAck || !tsns.blocks.isEmpty
    }

    var hasPacketsToAck: Bool { packetsToAck > 0 }

    mutating func writeAck(room: Int, to packet: inout [UInt8]) {
        lastAnnounced = announced
        SelectiveAck.write(
            cumulative: tsns.cumulative,
            receiveWindow: UInt32(clamping: lastAnnounced),
            blocks: tsns.blocks,
            duplicates: tsns.duplicates,
            room: room,
            to: &packet
        )
        tsns.duplicatesReported()
        packetsToAck = 0
    }

    /// Whether the peer holds the window for nearly closed while a good part of it is open.
    var opensWindow: Bool {
        lastAnnounced < window / 4 && announced - lastAnnounced >= window / 4
    }
}
