// SPDX-License-Identifier: MIT

import Testing

@testable import SCTP

@Suite("Stream reset")
struct StreamResetTests {
    @Test(arguments: [0, 1, 5, 10, 20], UInt64(1)...4)
    func beginsAnewAfterWhatWasQueued(_ percent: Int, _ seed: UInt64) throws {
        let pair = AssociationPair.connected(seed: seed, impairment: .all(percent))
        var expected: [[UInt8]] = []
        for round in UInt8(0)..<5 {
            for value in UInt8(0)..<10 {
                expected.append([UInt8](repeating: value, count: 500) + [round])
                try pair.first.send(expected[expected.count - 1], on: 7, protocolID: 53, now: pair.now)
                try pair.first.send([1], on: 8, protocolID: 53, now: pair.now)
            }
            pair.first.resetStream(7, now: pair.now)
            #expect(throws: SCTPError(.streamClosing)) {
                try pair.first.send([1], on: 7, protocolID: 53, now: pair.now)
            }
            let wanted = Int(round) + 1
            #expect(pair.run { pair.firstEvents.filter { $0 == .outgoingReset([7]) }.count == wanted })
        }
        pair.run(for: .seconds(30))
        #expect(pair.secondMessages.filter { $0.stream == 7 }.map(\.payload) == expected)
        #expect(pair.secondMessages.filter { $0.stream == 8 }.count == 50)
        #expect(pair.secondEvents.filter { $0 == .incomingReset([7]) }.count == 5)
    }

    @Test func resetsManyStreamsInFewRequests() throws {
        let pair = AssociationPair.connected()
        for stream in UInt16(0)..<200 {
            try pair.first.send([1], on: stream, protocolID: 53, now: pair.now)
            pair.first.resetStream(stream, now: pair.now)
        }
        pair.run(for: .seconds(60))
        let reset = pair.firstEvents.flatMap {
            if case .outgoingReset(let streams) = $0 { streams } else { [UInt16]() }
        }
        #expect(reset.sorted() == [UInt16](0..<200))
        #expect(pair.secondMessages.count == 200)
    }

    @Test func waitsForDataThatIsMissing() {
        let pair = AssociationPair.connected()
        let base = pair.second.receiver.tsns.cumulative
        let sequence = pair.first.resets.nextSequence
        let request = OutgoingResetRequest(
            sequence: sequence,
            responseSequence: sequence,
            lastTSN: base + 1,
            streams: [1]
        )
        func ask() { pair.deliver(to: 1) { ChunkWriter.write(.reconfiguration, to: &$0) { request.write(to: &$0) } } }
        ask()
        #expect(pair.answers() == [ReconfigurationResponse(sequence: sequence, result: .inProgress)])
        pair.takeEvents()
        #expect(pair.secondEvents == [.connected])
        let head = DataChunk(tsn: base + 1, stream: 1, sequence: 0, protocolID: 1, flags: .whole)
        pair.deliver(to: 1) { head.write(to: &$0, payload: [1]) }
        pair.takeEvents()
        #expect(pair.secondEvents.last == .incomingReset([1]))
        #expect(pair.secondMessages.count == 1)
        #expect(pair.answers() == [ReconfigurationResponse(sequence: sequence, result: .performed)])
        // Asked again, it answers again and does nothing.
        ask()
        #expect(pair.answers() == [ReconfigurationResponse(sequence: sequence, result: .performed)])
        pair.takeEvents()
        #expect(pair.secondEvents.filter { $0 == .incomingReset([1]) }.count == 1)
    }

    @Test func refusesWhatItDoesNotDo() {
        let pair = AssociationPair.connected()
        let sequence = pair.first.resets.nextSequence
        for (offset, type) in [14, 15, 17, 18].enumerated() {
            pair.deliver(to: 1) { packet in
                ChunkWriter.write(.reconfiguration, to: &packet) { packet in
                    ChunkWriter.writeParameter(UInt16(type), to: &packet) { packet in
                        packet.append((sequence + offset).value)
                        packet.append(UInt32(1))
                    }
                }
            }
            #expect(pair.answers() == [ReconfigurationResponse(sequence: sequence + offset, result: .denied)])
        }
        let wrong = OutgoingResetRequest(
            sequence: sequence + 9,
            responseSequence: sequence,
            lastTSN: pair.second.receiver.tsns.cumulative,
            streams: [1]
        )
        pair.deliver(to: 1) { ChunkWriter.write(.reconfiguration, to: &$0) { wrong.write(to: &$0) } }
        #expect(pair.answers() == [ReconfigurationResponse(sequence: sequence + 9, result: .badSequenceNumber)])
    }
}

extension AssociationPair {
    /// The answers to reconfiguration requests that the second end wants to send; they do not arrive.
    func answers() -> [ReconfigurationResponse] {
        var answers: [ReconfigurationResponse] = []
        while let packet = second.nextPacket(now: now) {
            var reader = ChunkReader()
            while case .chunk(let chunk) = reader.next(in: packet.span) {
                guard chunk.type == ChunkType.reconfiguration.rawValue else { continue }
                let value = packet.span.extracting(chunk.value)
                var parameters = ParameterReader()
                while case .parameter(16, let range) = parameters.next(in: value) {
                    if let answer = ReconfigurationResponse(value: value.extracting(range)) { answers.append(answer) }
                }
            }
        }
        return answers
    }
}
