// SPDX-License-Identifier: MIT

import EventPipeline
import Foundation
import ICE
import JSONText
import SCTP
import SDP
import Testing
import WebRTC

@testable import Bridge

@Suite("A bridged call over real sockets")
struct BridgedCallTests {
    @Test("events go both ways as they are, in their order, the provider's first ones too")
    func events() throws {
        let bench = try BridgedCallBench()
        let sent = (0..<2000).map { #"{"type":"x.\#($0)", "event_id":"e\#($0)"}"# }
        bench.provider.onEvent = { event in
            // Before the client's channel is there.
            if case .channel(.incoming) = event { bench.sendFromProvider("first") }
            if bench.provider.texts.count == sent.count { bench.sendFromProvider("last") }
        }
        bench.client.onEvent = { _ in if bench.client.texts.last == "last" { bench.stop() } }
        bench.run {
            for text in sent { bench.sendFromClient(text) }
        }
        #expect(bench.failure == nil)
        #expect(!bench.isLate)
        #expect(bench.provider.texts == sent)
        #expect(bench.client.texts == ["first", "last"])
        let call = try #require(bench.call)
        #expect(call.state == .connected)
        #expect(call.channels.received.client == sent.count)
        #expect(call.channels.undelivered == 0)
    }

    @Test("a client that does not read stops the provider, and gets all when it reads again")
    func backPressure() throws {
        let bench = try BridgedCallBench()
        let event = String(repeating: "x", count: 60_000)
        let count = 100
        var sent = 0
        func sendMore() {
            // As the provider's own buffer has room.
            guard let peer = bench.provider.peer, let channel = bench.provider.channels["oai-events"] else { return }
            while sent < count, (peer.channels?.bufferedAmount(of: channel) ?? 0) < 1 << 20 {
                bench.sendFromProvider(event)
                sent += 1
            }
        }
        bench.provider.onEvent = { event in if case .channel = event { sendMore() } }
        bench.client.onEvent = { _ in if bench.client.texts.count == count { bench.stop() } }
        var atRest = 0
        bench.run {
            bench.client.peer?.setReading(paused: true, channel: bench.channel, now: .zero)
            for step in 1...20 { bench.after(.milliseconds(50 * step)) { sendMore() } }
            bench.after(.milliseconds(1200)) {
                atRest = bench.client.texts.count
                bench.link.act { peer, now in peer.setReading(paused: false, channel: bench.channel, now: now) }
                for step in 1...200 { bench.after(.milliseconds(20 * step)) { sendMore() } }
            }
        }
        #expect(!bench.isLate)
        #expect(atRest == 0)
        #expect(bench.client.texts.count == count)
        #expect(bench.call?.channels.undelivered == 0)
    }

    @Test("audio gets the payload type of the other side, whatever it is", arguments: [96, 109, 111] as [UInt8])
    func payloadTypes(_ payloadType: UInt8) throws {
        let bench = try BridgedCallBench()
        func swapped(_ offer: String) -> String {
            // The offer of the test's client has 111.
            offer.replacing(" 111", with: " \(payloadType)").replacing(":111 ", with: ":\(payloadType) ")
        }
        bench.changeOffer = swapped
        bench.run {
            for step in 1...100 {
                bench.after(.milliseconds(20 * step)) {
                    guard bench.call?.state == .connected else { return }
                    if bench.provider.packets.count >= 3 { return bench.stop() }
                    bench.sendAudio(payloadType: payloadType, sequence: UInt16(step), [1, 2, UInt8(step)])
                }
            }
        }
        #expect(!bench.isLate)
        let packet = try #require(bench.provider.packets.first)
        #expect(packet.payloadType == 111)
        #expect(packet.payload.prefix(2) == [1, 2])
        // The first packets of a source are on probation (RFC 3550 appendix A.1).
        #expect(bench.call?.statistics(of: .client).packetsReceived ?? 0 >= 2)
    }

    @Test("a client that hangs up ends the provider's side too", arguments: [true, false])
    func hangUp(_ byClient: Bool) throws {
        let bench = try BridgedCallBench()
        let (first, second) = byClient ? (bench.client, bench.provider) : (bench.provider, bench.client)
        bench.client.onEvent = { event in
            if case .channel(.opened) = event {
                bench.after(.zero) {
                    if byClient {
                        bench.link.act { peer, now in peer.close(now: now) }
                    } else {
                        bench.provider.peer?.close(now: .seconds(1))
                    }
                }
            }
        }
        bench.run {
            for step in 1...200 {
                bench.after(.milliseconds(20 * step)) {
                    if bench.endpoint.allCalls.isEmpty, second.end != nil { bench.stop() }
                }
            }
        }
        #expect(!bench.isLate)
        #expect(first.end == .closed || !byClient)
        #expect(second.end == .closedByPeer)
        #expect(bench.call?.end == CallEnd(byClient ? CallEnd.Cause.client : .upstream, .closed))
        #expect(bench.endpoint.allCalls.isEmpty)
    }

    @Test("the relay's end is told as an event, and then both connections close")
    func drain() throws {
        let bench = try BridgedCallBench()
        bench.client.onEvent = { event in
            if case .channel(.opened) = event { bench.after(.milliseconds(100)) { bench.endpoint.drain() } }
        }
        bench.run {
            for step in 1...200 {
                bench.after(.milliseconds(20 * step)) {
                    if bench.endpoint.allCalls.isEmpty, bench.client.end != nil, bench.provider.end != nil {
                        bench.stop()
                    }
                }
            }
        }
        #expect(!bench.isLate)
        #expect(bench.client.texts.last?.contains(#""code":"relay_draining""#) == true)
        #expect(bench.client.end == .closedByPeer)
        #expect(bench.provider.end == .closedByPeer)
        let call = try #require(bench.call)
        let document = try JSONDocument(parsing: call.report(.record))
        #expect(document.value(at: "object").flatMap(document.string) == "realtime.call.record")
        #expect(document.value(at: "end", "reason").flatMap(document.string) == "drained")
        #expect(document.value(at: "upstream_call_id").flatMap(document.string) == "rtc_up")
    }

    @Test("a client that connects after its provider has failed is told, and closed", arguments: [0, 800])
    func lateClient(_ milliseconds: Int) throws {
        let bench = try BridgedCallBench()
        bench.clientDelay = .milliseconds(milliseconds)
        bench.changeAnswer = { answer in
            guard let start = answer.range(of: "sha-256 ")?.upperBound else { return answer }
            let end = answer.index(start, offsetBy: 2)
            return answer.replacingCharacters(in: start..<end, with: answer[start..<end] == "00" ? "01" : "00")
        }
        bench.run {
            for step in 1...300 {
                bench.after(.milliseconds(20 * step)) {
                    if bench.endpoint.allCalls.isEmpty, bench.client.end != nil { bench.stop() }
                }
            }
        }
        #expect(!bench.isLate)
        #expect(bench.failure == nil)
        #expect(bench.call?.end == CallEnd(.upstream, .fingerprintMismatch))
        #expect(bench.client.texts.last?.contains(#""code":"upstream_connection_failed""#) == true)
        #expect(bench.client.end == .closedByPeer)
        #expect(bench.call?.isUnknownUpstream == true)
    }

    @Test("an answer that leads nowhere is refused before the client has its own")
    func unreachable() throws {
        let bench = try BridgedCallBench()
        bench.adjust = { $0.remotePolicy = .globalOnly }
        bench.run()
        #expect(!bench.isLate)
        #expect(bench.failure as? BridgeRefusal == .unreachableProvider(.refusedCandidates))
        let call = try #require(bench.call)
        #expect(call.state == .exchanging)
        #expect(call.id == nil)
    }

    @Test("an offer that cannot be answered leaves nothing behind")
    func unanswerable() throws {
        let bench = try BridgedCallBench()
        bench.changeOffer = { $0.replacing("opus/48000/2", with: "speex/16000/1") }
        bench.run()
        guard case .unanswerableOffer(let error)? = bench.failure as? BridgeRefusal else {
            Issue.record("the failure is \(String(describing: bench.failure))")
            return
        }
        #expect(error.code == .noSupportedCodec)
        #expect(bench.endpoint.allCalls.isEmpty)
    }

    @Test("what a policy refuses is answered, and the call goes on")
    func policy() throws {
        let bench = try BridgedCallBench()
        bench.client.onEvent = { _ in if !bench.client.texts.isEmpty, !bench.provider.texts.isEmpty { bench.stop() } }
        bench.provider.onEvent = bench.client.onEvent
        bench.adjust = { $0.policy.allowedClientEvents = ["response.create"] }
        bench.run {
            bench.sendFromClient(#"{"type":"session.update","event_id":"mine","session":{}}"#)
            bench.sendFromClient(#"{"type":"response.create"}"#)
        }
        #expect(!bench.isLate)
        #expect(bench.provider.texts == [#"{"type":"response.create"}"#])
        let error = try #require(bench.client.texts.first)
        #expect(error.contains("event_not_allowed") && error.contains(#""event_id":"mine""#))
        #expect(bench.call?.state != .ended)
    }

    @Test(
        "where events are held to a policy, there is no way around it by another channel; else there are others",
        arguments: [true, false]
    )
    func otherChannels(isHeld: Bool) throws {
        let bench = try BridgedCallBench()
        var other: UInt16?
        var isClosed = false
        bench.client.onEvent = { event in
            if case .channel(.opened(let channel)) = event, channel == bench.channel {
                bench.after(.zero) { other = bench.openFromClient("oai-events", "second") }
            }
            if case .channel(.closed(let channel)) = event, channel == other { isClosed = true }
            if isClosed { bench.stop() }
        }
        bench.provider.onEvent = { _ in if bench.provider.texts.contains("second") { bench.stop() } }
        bench.adjust = { if isHeld { $0.policy.lockedSessionFields = ["tools"] } }
        bench.run()
        #expect(!bench.isLate)
        #expect(isClosed == isHeld)
        #expect(bench.provider.texts.contains("second") == !isHeld)
        #expect(bench.call?.state != .ended)
    }
}
