// SPDX-License-Identifier: MIT

/// Writes a compound RTCP packet; its memory serves the next one too.
public struct RTCPWriter: Sendable {
    /// The report blocks, sources or chunks that one packet has at most: a count of five bits.
    public static let maxBlocks = 31

    /// What is written so far.
    public private(set) var bytes: [UInt8] = []

    /// Begins an empty packet.
    public init() {}

    /// Begins the next packet.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Adds a packet.
    ///
    /// Of more than ``maxBlocks`` blocks the first count. Packets that are not looked into are not written.
    public mutating func append(_ packet: RTCPPacket) {
        switch packet {
        case .senderReport(let report): append(report)
        case .receiverReport(let report): append(report)
        case .sourceDescription(let descriptions): append(descriptions)
        case .bye(let sources): appendBye(sources)
        case .nack(let nack): append(nack)
        case .pictureLoss(let sender, let source):
            write(RTCPType.payloadFeedback, FeedbackFormat.pictureLoss) { bytes in
                bytes.append(sender)
                bytes.append(source)
            }
        case .fullIntraRequest(let request): append(request)
        case .other: break
        }
    }

    private mutating func append(_ report: SenderReport) {
        let blocks = report.reports.prefix(Self.maxBlocks)
        write(RTCPType.senderReport, UInt8(blocks.count)) { bytes in
            bytes.append(report.ssrc)
            bytes.append(report.time.rawValue)
            bytes.append(report.timestamp)
            bytes.append(report.packets)
            bytes.append(report.bytes)
            for block in blocks { block.write(to: &bytes) }
        }
    }

    private mutating func append(_ report: ReceiverReport) {
        let blocks = report.reports.prefix(Self.maxBlocks)
        write(RTCPType.receiverReport, UInt8(blocks.count)) { bytes in
            bytes.append(report.ssrc)
            for block in blocks { block.write(to: &bytes) }
        }
    }

    private mutating func append(_ descriptions: [SourceDescription]) {
        let chunks = descriptions.prefix(Self.maxBlocks)
        write(RTCPType.sourceDescription, UInt8(chunks.count)) { bytes in
            for chunk in chunks {
                bytes.append(chunk.ssrc)
                if let cname = chunk.cname?.prefix(255) {
                    bytes.append(RTCPBody.cnameItem)
                    bytes.append(UInt8(cname.count))
                    bytes.append(contentsOf: cname)
                }
                // One zero byte ends the items; more fill the word.
                repeat { bytes.append(UInt8(0)) } while bytes.count % 4 != 0
            }
        }
    }

    private mutating func appendBye(_ sources: [UInt32]) {
        let sources = sources.prefix(Self.maxBlocks)
        write(RTCPType.bye, UInt8(sources.count)) { bytes in
            for source in sources { bytes.append(source) }
        }
    }

    private mutating func append(_ nack: NACK) {
        write(RTCPType.transportFeedback, FeedbackFormat.nack) { bytes in
            bytes.append(nack.sender)
            bytes.append(nack.source)
            for entry in nack.entries.prefix(Self.maxEntries) {
                bytes.append(entry.first)
                bytes.append(entry.following)
            }
        }
    }

    private mutating func append(_ request: FullIntraRequest) {
        write(RTCPType.payloadFeedback, FeedbackFormat.fullIntraRequest) { bytes in
            bytes.append(request.sender)
            // RFC 5104, section 4.3.1.2: the source is in the entries, and 0 here.
            bytes.append(UInt32(0))
            for entry in request.entries.prefix(Self.maxEntries) {
                bytes.append(entry.source)
                bytes.append(UInt32(entry.number) << 24)
            }
        }
    }

    /// More entries than a datagram holds would not fit the length either.
    private static let maxEntries = 8000

    /// Writes the header, and its length once the contents are known; they are whole words.
    private mutating func write(_ type: UInt8, _ count: UInt8, contents: (inout [UInt8]) -> Void) {
        let start = bytes.count
        bytes.append(0x80 | count)
        bytes.append(type)
        bytes.append(UInt16(0))
        contents(&bytes)
        bytes.store(UInt16((bytes.count - start) / 4 - 1), at: start + 2)
    }
}
