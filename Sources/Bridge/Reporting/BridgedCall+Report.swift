// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import JSONText
internal import RealtimeEvents
internal import WebRTC

/// What a call looks like from outside (`docs/bridge.md`).
extension BridgedCall {
    /// What the object is for.
    public enum ReportKind: String {
        /// The answer to whoever asks.
        case call = "realtime.call"
        /// The record of a call that is over.
        case record = "realtime.call.record"
    }

    /// The call as a JSON object in one line, with each of its turns or with their number and usage only; times are
    /// milliseconds since it began.
    public func report(_ kind: ReportKind = .call, hasTurns: Bool = true) -> [UInt8] {
        var writer = JSONObjectWriter(capacity: 2048)
        writer.write("object", kind.rawValue)
        writer.writeOrNull("id", id)
        writer.writeOrNull("upstream_call_id", upstreamID)
        writer.write("provider", facts.provider)
        writer.writeOrNull("model", facts.model)
        writer.writeIfPresent("access_key", facts.accessKey)
        writer.writeIfPresent("request_id", facts.requestID)
        writer.write("media", "bridge")
        writer.write("state", state.rawValue)
        writer.write("created_at", Int(facts.createdAt))
        writer.write("duration_ms", since(times.ended ?? legs.now) ?? 0)
        writer.write("timings", raw: timings)
        for side in CallSide.allCases {
            let report = leg(side)
            if side == .client { writer.write("client", raw: report) } else { writer.write("upstream", raw: report) }
        }
        writeEvents(to: &writer, hasTurns: hasTurns)
        if let end {
            var object = JSONObjectWriter()
            object.write("by", end.cause.rawValue)
            object.write("reason", end.reason.rawValue)
            writer.write("end", raw: object.finish())
        }
        return writer.finish()
    }

    private var timings: [UInt8] {
        var writer = JSONObjectWriter()
        writer.writeIfPresent("answered_ms", since(times.answered))
        writer.writeIfPresent("client_connected_ms", since(times.connected.client))
        writer.writeIfPresent("upstream_connected_ms", since(times.connected.upstream))
        writer.writeIfPresent("events_open_ms", since(channels.eventsOpenAt))
        writer.writeIfPresent("first_client_audio_ms", since(media.firstPacketTime(from: .client)))
        writer.writeIfPresent("first_upstream_audio_ms", since(media.firstPacketTime(from: .upstream)))
        writer.writeIfPresent("ended_ms", since(times.ended))
        return writer.finish()
    }

    private func leg(_ side: CallSide) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("state", legs.states[side].rawValue)
        writer.write("events_received", channels.received[side])
        writer.write("events_sent", channels.sent[side])
        if let statistics = legs[side]?.statistics { writer.write("media", raw: statistics.json) }
        return writer.finish()
    }

    private func writeEvents(to writer: inout JSONObjectWriter, hasTurns: Bool) {
        writer.write("events_undelivered", channels.undelivered)
        guard let pipeline else { return }
        writer.write("events_refused", pipeline.refusedCount)
        if pipeline.isTranslated { writer.write("events_untranslated", pipeline.untranslatedCount) }
        writer.write("turn_count", pipeline.history.turns.count + pipeline.history.forgottenCount)
        if hasTurns {
            let shown = settings.showsContent
            let turns = pipeline.history.turns + pipeline.openTurns
            writer.write("turns", array: turns.map { $0.json(hasContent: shown) })
        }
        if let usage = pipeline.usage { writer.write("usage", raw: usage.json) }
        if let usage = pipeline.history.transcriptionUsage { writer.write("transcription_usage", raw: usage.json) }
    }

    private func since(_ time: Duration?) -> Double? { time.map { ($0 - times.start).milliseconds } }
}

extension PeerStatistics {
    fileprivate var json: [UInt8] {
        var writer = JSONObjectWriter()
        writer.write("packets_sent", Int(clamping: packetsSent))
        writer.write("bytes_sent", Int(clamping: bytesSent))
        writer.write("packets_resent", Int(clamping: packetsResent))
        writer.write("packets_received", Int(clamping: packetsReceived))
        writer.write("bytes_received", Int(clamping: bytesReceived))
        writer.write("packets_lost", Int(clamping: packetsLost))
        writer.write("packets_lost_by_peer", Int(clamping: packetsLostByPeer))
        writer.writeIfPresent("jitter_ms", jitter?.milliseconds)
        writer.writeIfPresent("round_trip_ms", roundTripTime?.milliseconds)
        return writer.finish()
    }
}
