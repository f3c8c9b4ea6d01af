// SPDX-License-Identifier: MIT

internal import Providers

/// The keys of all providers, taken in turn; those that fail are rested with growing pauses.
///
/// Each loop has its own: it learns of a bad key by one refusal, and needs no lock. Times are on any monotonic clock.
struct KeyRing {
    /// The most keys that are tried for one request.
    static let maximumAttempts = 8

    /// Why a key failed.
    enum Failure {
        /// The provider does not take it (401, 403).
        case refused
        /// It has done too much for now (429).
        case limited
        /// Its account is used up (429, `insufficient_quota`).
        case exhausted

        /// The first pause, and the longest one that it grows to.
        var pauses: ClosedRange<Duration> {
            switch self {
            case .refused: .seconds(10)...Duration.seconds(600)
            case .limited: .seconds(1)...Duration.seconds(60)
            case .exhausted: .seconds(60)...Duration.seconds(3600)
            }
        }
    }

    private struct KeyState {
        let key: ProviderKey
        var failures = 0
        var restsUntil = Duration.zero
    }

    private var keys: [String: [KeyState]] = [:]
    private var turns: [String: Int] = [:]

    /// Takes over the keys of a configuration; what is known of keys that were there before stays known.
    init(_ providers: [ConfiguredProvider], keeping old: KeyRing? = nil) {
        for provider in providers {
            keys[provider.name] = provider.keys.map { key in
                old?.keys[provider.name]?.first { $0.key == key } ?? KeyState(key: key)
            }
        }
    }

    /// The next key for a request, by its index; nil if there is none to try.
    ///
    /// Keys that rest are passed over. If all of them rest, a first attempt takes the one that is rested soonest: a
    /// provider is never given up. `tried` has a bit for each key that was tried for the request.
    mutating func next(of provider: ConfiguredProvider, tried: UInt64, now: Duration) -> Int? {
        guard let states = keys[provider.name], !states.isEmpty else { return nil }
        guard states.count > 1 else { return tried == 0 ? 0 : nil }
        guard tried.nonzeroBitCount < Self.maximumAttempts else { return nil }
        let turn = turns[provider.name, default: 0]
        var soonest: Int?
        for offset in states.indices {
            let index = (turn + offset) % states.count
            if tried & 1 << UInt64(index) != 0 { continue }
            if states[index].restsUntil <= now {
                turns[provider.name] = (index + 1) % states.count
                return index
            }
            if soonest.map({ states[index].restsUntil < states[$0].restsUntil }) ?? true { soonest = index }
        }
        return tried == 0 ? soonest : nil
    }

    /// A key was refused or limited; it rests twice as long as the time before, or as long as the provider says.
    mutating func failed(
        _ index: Int,
        of provider: ConfiguredProvider,
        _ failure: Failure,
        retryAfter: Duration? = nil,
        now: Duration
    ) {
        guard var state = keys[provider.name]?[index] else { return }
        let pauses = failure.pauses
        let pause = pauses.lowerBound * (1 << min(state.failures, 16))
        state.failures += 1
        state.restsUntil = now + min(max(pause, retryAfter ?? .zero), pauses.upperBound)
        keys[provider.name]?[index] = state
    }

    /// A key has worked.
    mutating func worked(_ index: Int, of provider: ConfiguredProvider) {
        guard keys[provider.name]?[index].failures != 0 else { return }
        keys[provider.name]?[index].failures = 0
        keys[provider.name]?[index].restsUntil = .zero
    }
}
