// SPDX-License-Identifier: MIT

/// A HEARTBEAT on its way, [RFC 9260, section 8.3](https://www.rfc-editor.org/rfc/rfc9260.html#section-8.3).
struct Heartbeat {
    private static let infoType: UInt16 = 1

    /// What the answer has to bring back.
    var nonce: UInt64
    var sentAt: Duration

    func write(to packet: inout [UInt8]) {
        ChunkWriter.write(.heartbeat, to: &packet) { packet in
            ChunkWriter.writeParameter(Self.infoType, to: &packet) { $0.append(nonce) }
        }
    }

    /// Whether this is its answer.
    func isAnswered(by value: Span<UInt8>) -> Bool {
        var reader = ParameterReader()
        guard case .parameter(Self.infoType, let range) = reader.next(in: value), range.count == 8 else {
            return false
        }
        return value.uint64(at: range.lowerBound) == nonce
    }
}

extension SCTPAssociation {
    func postponeHeartbeat(now: Duration) {
        guard heartbeat == nil else { return }
        timers.heartbeat = now + configuration.heartbeatInterval
    }

    func heartbeatTimedOut(now: Duration) {
        guard state == .established else { return }
        if heartbeat != nil {
            guard countFailure() else { return }
            sender.roundTrip.backOff()
        } else if sender.hasOutstanding {
            // DATA on its way finds out as well whether the peer is there.
            postponeHeartbeat(now: now)
            return
        }
        heartbeat = Heartbeat(nonce: UInt64(random()) << 32 | UInt64(random()), sentAt: now)
        outbox.due.insert(.heartbeat)
        timers.heartbeat = now + sender.roundTrip.timeout
    }

    /// Sends back what came (section 8.3).
    func handleHeartbeat(_ value: Span<UInt8>) {
        guard value.count + ChunkHeader.count + CommonHeader.count <= configuration.mtu else { return }
        var chunks: [UInt8] = []
        ChunkWriter.write(.heartbeatAck, to: &chunks) { _ in }
        chunks.append(copying: value)
        chunks.set(UInt16(ChunkHeader.count + value.count), at: 2)
        chunks.padToFour()
        outbox.append(Outbox.Reply(tag: peerTag, chunks: chunks))
    }

    func handleHeartbeatAck(_ value: Span<UInt8>, now: Duration) {
        guard let sent = heartbeat, sent.isAnswered(by: value) else { return }
        heartbeat = nil
        sender.errorCount = 0
        sender.roundTrip.measured(now - sent.sentAt)
        postponeHeartbeat(now: now)
    }
}
