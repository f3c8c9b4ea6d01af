// SPDX-License-Identifier: MIT

import Testing

/// The processes that the tests of a suite share.
final class Bench: Sendable {
    let relay: RelayProcess
    let hostile: UpstreamProcess?
    let canned: UpstreamProcess?

    init(relay: RelayProcess, hostile: UpstreamProcess? = nil, canned: UpstreamProcess? = nil) {
        self.relay = relay
        self.hostile = hostile
        self.canned = canned
    }

    @TaskLocal fileprivate static var current: Bench?

    /// The bench of the suite that the running test is in.
    static var shared: Bench {
        get throws {
            guard let current else { throw Missing("a bench: the suite has no `.bench` trait") }
            return current
        }
    }
}

/// Starts a suite's processes before its first test and ends them after its last.
struct BenchTrait: SuiteTrait, TestScoping {
    let start: @Sendable () async throws -> Bench

    @concurrent
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let bench = try await start()
        try await Bench.$current.withValue(bench) { try await function() }
        // Nothing outlives the suite, even if a test has kept a reference.
        bench.relay.terminate(9)
    }
}

extension Trait where Self == BenchTrait {
    /// What a suite's tests find in ``Bench/shared``.
    static func bench(_ start: @escaping @Sendable () async throws -> Bench) -> BenchTrait {
        BenchTrait(start: start)
    }
}
