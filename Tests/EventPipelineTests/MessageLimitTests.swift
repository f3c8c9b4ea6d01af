// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import Testing

@Suite("Size and rate of a client's messages")
struct MessageLimitTests {
    private static let event = #"{"type":"response.cancel","event_id":"mine"}"#

    @Test("a message of the size passes, one byte more is refused with the client's event")
    func size() {
        var pipeline = EventPipeline.made { $0.maximumEventBytes = Self.event.utf8.count }
        #expect(pipeline.client(Self.event) == .forward)
        #expect(pipeline.client(Self.event + " ").refusal == "event_too_large - mine")
        #expect(pipeline.refusedCount == 1)
    }

    @Test("binary messages and texts that are no events count too")
    func otherMessages() {
        var pipeline = EventPipeline.made { $0.maximumEventBytes = 3 }
        #expect(pipeline.fromClient([1, 2, 3], isText: false, now: .zero) == .forward)
        #expect(pipeline.fromClient([1, 2, 3, 4], isText: false, now: .zero).refusal == "event_too_large - -")
        #expect(pipeline.client("abc") == .forward)
        #expect(pipeline.client("abcd").refusal == "event_too_large - -")
    }

    @Test("the provider's events have no limit of ours")
    func provider() {
        var pipeline = EventPipeline.made {
            $0.maximumEventBytes = 1
            $0.maximumEventsPerSecond = 1
            $0.allowedClientEvents = []
        }
        for _ in 0..<3 { #expect(pipeline.provider(Self.event) == .forward) }
    }

    @Test("a burst of a second's messages passes, the next one when its time has come, and not before")
    func rate() {
        var pipeline = EventPipeline.made { $0.maximumEventsPerSecond = 4 }
        let start = Duration.seconds(10)
        for _ in 0..<4 { #expect(pipeline.client(Self.event, at: start) == .forward) }
        #expect(pipeline.client(Self.event, at: start).refusal == "event_rate_exceeded - mine")
        let before = start + .milliseconds(250) - .nanoseconds(1)
        #expect(pipeline.client(Self.event, at: before).refusal == "event_rate_exceeded - mine")
        #expect(pipeline.client(Self.event, at: start + .milliseconds(250)) == .forward)
        #expect(pipeline.client(Self.event, at: start + .milliseconds(250)).refusal != nil)
        #expect(pipeline.refusedCount == 3)
    }

    @Test("after a pause there is one burst again, and no more")
    func pause() {
        var pipeline = EventPipeline.made { $0.maximumEventsPerSecond = 3 }
        for start in [Duration.seconds(1), .seconds(100)] {
            for _ in 0..<3 { #expect(pipeline.client(Self.event, at: start) == .forward) }
            #expect(pipeline.client(Self.event, at: start).refusal != nil)
        }
    }

    @Test("messages at the rate pass for ever")
    func steady() {
        var pipeline = EventPipeline.made { $0.maximumEventsPerSecond = 1 }
        for second in 0..<100 { #expect(pipeline.client(Self.event, at: .seconds(second)) == .forward) }
    }

    @Test("a message that is refused for its size takes its place in the rate; what it would have said is no turn")
    func both() {
        var pipeline = EventPipeline.made {
            $0.maximumEventsPerSecond = 1
            $0.maximumEventBytes = 26
        }
        #expect(pipeline.client(#"{"type":"response.create" }"#).refusal == "event_too_large - -")
        #expect(pipeline.client(#"{"type":"response.create"}"#).refusal == "event_rate_exceeded - -")
        #expect(pipeline.openTurns.isEmpty)
        #expect(pipeline.client(#"{"type":"response.create"}"#, at: .seconds(1)) == .forward)
        #expect(pipeline.openTurns.count == 1)
    }
}
