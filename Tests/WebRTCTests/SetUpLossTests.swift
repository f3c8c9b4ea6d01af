// SPDX-License-Identifier: MIT

import ICE
import SCTP
import Testing
import WebRTC

/// The whole set-up, from the first check to the first event, with something wrong on the line at each single place.
@Suite("A set-up over a bad line")
struct SetUpLossTests {
    enum Fault {
        /// It is lost, with so many in all of those that follow.
        case lost(Int)
        case twice
        case behindTheNext
    }

    /// What happens to the n-th datagram of one direction.
    private final class Disturbance {
        let fault: Fault
        let place: Int
        private(set) var count = 0
        private var held: [UInt8] = []

        init(_ fault: Fault, at place: Int) {
            self.fault = fault
            self.place = place
        }

        func take(_ bytes: [UInt8]) -> [[UInt8]] {
            defer { count += 1 }
            switch (fault, count - place) {
            case (.lost(let number), 0...) where count - place < number: return []
            case (.twice, 0): return [bytes, bytes]
            case (.behindTheNext, 0):
                held = bytes
                return []
            case (.behindTheNext, 1): return [bytes, held]
            default: return [bytes]
            }
        }
    }

    /// Sets a call up over a line that is disturbed, until the first event has come, and talks half a minute later.
    private func call(_ disturbance: Disturbance, toAnswering: Bool, answererOpens: Bool) async throws -> PeerPair {
        let pair = try PeerPair(answering: { $0.prefersActiveSetup = answererOpens })
        pair.arriving = { bytes, isToAnswering in
            isToAnswering == toAnswering ? disturbance.take(bytes) : [bytes]
        }
        var channel: UInt16?
        pair.near.onEvent = { peer, event, now in
            guard case .connected = event else { return }
            channel = try? peer.openChannel(DataChannelParameters(label: "oai-events"), now: now)
        }
        pair.far.onEvent = { peer, event, now in
            switch event {
            case .channel(.incoming(let channel, _)):
                try? peer.send(Array("session.created".utf8), on: channel, now: now)
            case .channel(.message(let channel, let kind, let bytes)):
                try? peer.send(bytes, as: kind, on: channel, now: now)
            default: break
            }
        }
        try pair.answer()
        try await pair.runWithHandshake(for: .seconds(10)) { !pair.near.messages.isEmpty }
        guard let channel, !pair.near.messages.isEmpty else { return pair }
        pair.run(for: .seconds(40))
        try pair.offering.send(Array("echo".utf8), on: channel, now: pair.now)
        pair.run(for: .seconds(5))
        return pair
    }

    @Test(
        "The first event comes within seconds, whichever datagrams are lost, repeated or late, and the call is sound then",
        arguments: [.lost(1), .lost(2), .lost(4), .twice, .behindTheNext] as [Fault],
        [(true, true), (true, false), (false, true), (false, false)]
    )
    func anyPlace(fault: Fault, line: (toAnswering: Bool, answererOpens: Bool)) async throws {
        // More than a set-up has.
        for place in 0..<12 {
            let disturbance = Disturbance(fault, at: place)
            let pair = try await call(
                disturbance,
                toAnswering: line.toAnswering,
                answererOpens: line.answererOpens
            )
            #expect(disturbance.count > place)
            #expect(pair.near.messages == ["session.created", "echo"], "at \(place)")
            let names = [pair.near.names, pair.far.names].map { $0.sorted() }
            #expect(names == [["dtls", "ice"], ["dtls", "ice"]], "at \(place)")
        }
    }
}
