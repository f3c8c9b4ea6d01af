// SPDX-License-Identifier: MIT

internal import Bridge
internal import EventLoop
internal import Signaling

/// The bridged calls of the process, by the ids that callers have, and how many there are.
///
/// Shared by all loops: a request about a call may come to any of them.
final class BridgedCallTable: Sendable {
    /// A call that can be asked for.
    struct Entry: Sendable {
        let call: LoopBound<BridgedCall>
        let owner: OwnerDigest
        /// The provider, by its configured name.
        let provider: String
    }

    /// A place that a call takes.
    struct Place: Sendable {
        let loop: Int
        let provider: String
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var callsOfLoops: [Int]
        var callsOfProviders: [String: Int] = [:]
        var rates: [SetUpRate]
    }

    /// Why there is no place for a call.
    enum Full: Error {
        case loops
        case provider
        case rate
    }

    private let state: Locked<State>

    init(loops: Int) {
        state = Locked(
            State(
                callsOfLoops: [Int](repeating: 0, count: loops),
                rates: [SetUpRate](repeating: SetUpRate(), count: loops)
            )
        )
    }

    // MARK: Places

    /// Takes a place on the loop that has the fewest calls.
    ///
    /// - Parameters:
    ///   - provider: Whom the call is for.
    ///   - maximum: How many calls there may be with it; nil for no limit of its own.
    ///   - settings: The limits of each loop.
    ///   - preferred: The loop that is taken if none has fewer.
    ///   - now: The time.
    /// - Returns: The place, to be given back by ``leave(_:)``.
    /// - Throws: Which limit has been reached.
    func enter(
        _ provider: String,
        maximum: Int?,
        _ settings: BridgeSettings,
        preferred: Int,
        now: Duration
    ) throws(Full) -> Place {
        try state.withLock { (state) throws(Full) in
            let count = state.callsOfProviders[provider] ?? 0
            if let maximum, count >= maximum { throw .provider }
            var loop = preferred
            for other in state.callsOfLoops.indices where state.callsOfLoops[other] < state.callsOfLoops[loop] {
                loop = other
            }
            guard state.callsOfLoops[loop] < settings.maxCallsPerLoop else { throw .loops }
            guard state.rates[loop].take(perSecond: settings.setUpsPerSecond, now: now) else { throw .rate }
            state.callsOfLoops[loop] += 1
            state.callsOfProviders[provider] = count + 1
            return Place(loop: loop, provider: provider)
        }
    }

    /// Gives a place back.
    func leave(_ place: Place) {
        state.withLock { state in
            state.callsOfLoops[place.loop] -= 1
            let count = (state.callsOfProviders[place.provider] ?? 1) - 1
            state.callsOfProviders[place.provider] = count > 0 ? count : nil
        }
    }

    // MARK: Calls

    func add(_ entry: Entry, as id: String) {
        state.withLock { $0.entries[id] = entry }
    }

    func remove(_ id: String) {
        state.withLock { _ = $0.entries.removeValue(forKey: id) }
    }

    subscript(id: String) -> Entry? { state.withLock { $0.entries[id] } }

    /// All calls, in no order.
    var all: [Entry] { state.withLock { Array($0.entries.values) } }
}
