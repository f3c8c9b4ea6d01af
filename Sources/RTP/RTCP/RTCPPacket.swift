// SPDX-License-Identifier: MIT

/// One packet of a compound RTCP packet.
public enum RTCPPacket: Hashable, Sendable {
    /// SR: what a source sent, and how it receives others.
    case senderReport(SenderReport)

    /// RR: how a member that sends nothing receives others.
    case receiverReport(ReceiverReport)

    /// SDES: names of sources.
    case sourceDescription([SourceDescription])

    /// BYE: sources that end.
    case bye([UInt32])

    /// Packets that are missing.
    case nack(NACK)

    /// PLI: a key frame is asked for.
    case pictureLoss(sender: UInt32, source: UInt32)

    /// FIR: a key frame is demanded.
    case fullIntraRequest(FullIntraRequest)

    /// A packet that is well formed and not looked into: APP, XR, REMB, transport-wide feedback and others.
    case other(type: UInt8, format: UInt8)
}

/// What a source sent.
///
/// [RFC 3550, section 6.4.1](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.4.1).
public struct SenderReport: Hashable, Sendable {
    /// The source.
    public var ssrc: UInt32

    /// When the report was made, by the sender's clock.
    public var time: NTPTime

    /// The same instant in ticks of the codec's clock.
    public var timestamp: UInt32

    /// Packets sent, modulo 2^32.
    public var packets: UInt32

    /// Bytes of payload sent, modulo 2^32.
    public var bytes: UInt32

    /// How the source receives others; at most 31 are written.
    public var reports: [ReceptionReport]

    /// Makes a report.
    public init(
        ssrc: UInt32,
        time: NTPTime,
        timestamp: UInt32,
        packets: UInt32,
        bytes: UInt32,
        reports: [ReceptionReport] = []
    ) {
        self.ssrc = ssrc
        self.time = time
        self.timestamp = timestamp
        self.packets = packets
        self.bytes = bytes
        self.reports = reports
    }
}

/// How a member that sends nothing receives others.
///
/// [RFC 3550, section 6.4.2](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.4.2).
public struct ReceiverReport: Hashable, Sendable {
    /// The member.
    public var ssrc: UInt32

    /// How it receives others; at most 31 are written.
    public var reports: [ReceptionReport]

    /// Makes a report.
    public init(ssrc: UInt32, reports: [ReceptionReport]) {
        self.ssrc = ssrc
        self.reports = reports
    }
}

/// The name of a source.
///
/// [RFC 3550, section 6.5](https://www.rfc-editor.org/rfc/rfc3550.html#section-6.5).
public struct SourceDescription: Hashable, Sendable {
    /// The source.
    public var ssrc: UInt32

    /// The canonical name as bytes, at most 255; nil if the chunk has none.
    public var cname: [UInt8]?

    /// Makes a description; of the name, the first 255 bytes count.
    public init(ssrc: UInt32, cname: [UInt8]?) {
        self.ssrc = ssrc
        self.cname = cname.map { Array($0.prefix(255)) }
    }
}

/// Packets that are missing.
///
/// [RFC 4585, section 6.2.1](https://www.rfc-editor.org/rfc/rfc4585.html#section-6.2.1).
public struct NACK: Hashable, Sendable {
    /// A missing packet, and which of the 16 after it are missing too.
    public struct Entry: Hashable, Sendable {
        /// The first missing packet.
        public var first: UInt16

        /// Bit 0 is for the packet after the first.
        public var following: UInt16

        /// Makes an entry.
        public init(first: UInt16, following: UInt16 = 0) {
            self.first = first
            self.following = following
        }
    }

    /// Who asks.
    public var sender: UInt32

    /// The source of the packets.
    public var source: UInt32

    /// The missing packets.
    public var entries: [Entry]

    /// Calls `body` for each sequence number, in the order of the entries.
    public func forEachSequenceNumber(_ body: (UInt16) -> Void) {
        for entry in entries {
            body(entry.first)
            var bits = entry.following
            while bits != 0 {
                body(entry.first &+ 1 &+ UInt16(bits.trailingZeroBitCount))
                bits &= bits &- 1
            }
        }
    }

    /// Packs sequence numbers, which are best in their order, into as few entries as that allows.
    public init(sender: UInt32, source: UInt32, sequenceNumbers: some Sequence<UInt16>) {
        self.sender = sender
        self.source = source
        entries = []
        for number in sequenceNumbers {
            if let last = entries.last, number != last.first {
                let step = number &- last.first &- 1
                if step < 16 {
                    entries[entries.count - 1].following |= 1 << step
                    continue
                }
            }
            entries.append(Entry(first: number))
        }
    }

    /// Makes a message of its entries.
    public init(sender: UInt32, source: UInt32, entries: [Entry]) {
        self.sender = sender
        self.source = source
        self.entries = entries
    }
}

/// A demand for key frames.
///
/// [RFC 5104, section 4.3.1](https://www.rfc-editor.org/rfc/rfc5104.html#section-4.3.1).
public struct FullIntraRequest: Hashable, Sendable {
    /// A source, and the number of the demand: one that is repeated has the same.
    public struct Entry: Hashable, Sendable {
        /// The source that is to send a key frame.
        public var source: UInt32

        /// The number of the demand.
        public var number: UInt8

        /// Makes an entry.
        public init(source: UInt32, number: UInt8) {
            self.source = source
            self.number = number
        }
    }

    /// Who demands.
    public var sender: UInt32

    /// The sources.
    public var entries: [Entry]

    /// Makes a demand.
    public init(sender: UInt32, entries: [Entry]) {
        self.sender = sender
        self.entries = entries
    }
}

/// The packet types of [RFC 3550, section 12.1](https://www.rfc-editor.org/rfc/rfc3550.html#section-12.1) and
/// [RFC 4585, section 6.1](https://www.rfc-editor.org/rfc/rfc4585.html#section-6.1).
enum RTCPType {
    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201
    static let sourceDescription: UInt8 = 202
    static let bye: UInt8 = 203
    static let application: UInt8 = 204
    static let transportFeedback: UInt8 = 205
    static let payloadFeedback: UInt8 = 206
}

/// The formats of feedback messages that are understood.
enum FeedbackFormat {
    static let nack: UInt8 = 1
    static let pictureLoss: UInt8 = 1
    static let fullIntraRequest: UInt8 = 4
}
