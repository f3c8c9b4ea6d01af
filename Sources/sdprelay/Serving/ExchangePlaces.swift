// SPDX-License-Identifier: MIT

internal import Signaling
internal import Synchronization

/// How many upstream exchanges may be in flight in all loops together, so shared out that no provider can take the
/// places of all others.
///
/// Half of the places are kept, in equal parts, for the providers themselves; the other half is for whoever comes.
final class ExchangePlaces: ExchangeLimits {
    /// The exchanges of one provider; it outlives a reload.
    private final class Count: Sendable {
        let all = Atomic<Int>(0)
        let own = Atomic<Int>(0)
    }

    private struct Share {
        let count: Count
        let maximum: Int
        /// How many places it has for itself.
        let ownMaximum: Int
    }

    /// What is limited.
    struct Provider {
        var name: String
        /// A limit of its own.
        var maximum: Int?
        /// Whether its exchanges wait for somebody; one that does not wait takes no place of those that do.
        var waits = true
    }

    private let shares: [Share]
    private let indices: [String: Int]
    private let counts: [String: Count]
    private let sharedMaximum: Int
    private let shared: Count

    /// Sets the limits.
    ///
    /// - Parameters:
    ///   - maximum: In all.
    ///   - providers: The providers.
    ///   - old: The limits that these follow; what is in flight stays counted.
    init(maximum: Int, providers: [Provider], following old: ExchangePlaces? = nil) {
        var counts = old?.counts ?? [:]
        var shares: [Share] = []
        var indices: [String: Int] = [:]
        let owners = providers.count { $0.waits }
        let ownMaximum = owners > 1 ? maximum / (2 * owners) : maximum
        for (index, provider) in providers.enumerated() {
            let count = counts[provider.name] ?? Count()
            counts[provider.name] = count
            indices[provider.name] = index
            shares.append(
                Share(
                    count: count,
                    maximum: provider.maximum ?? maximum,
                    ownMaximum: provider.waits ? ownMaximum : maximum
                )
            )
        }
        self.shares = shares
        self.indices = indices
        self.counts = counts
        sharedMaximum = maximum - ownMaximum * owners
        shared = old?.shared ?? Count()
    }

    /// The exchanges in flight now.
    var current: Int { counts.values.reduce(0) { $0 + $1.all.load(ordering: .relaxed) } }

    /// The exchanges in flight now, of each provider that is configured or was.
    var currentByProvider: [(provider: String, count: Int)] {
        counts.map { ($0.key, $0.value.all.load(ordering: .relaxed)) }
    }

    func enter(_ provider: String) -> ExchangePlace? {
        guard let index = indices[provider] else { return nil }
        let share = shares[index]
        guard Self.take(share.count.all, of: share.maximum) else { return nil }
        if Self.take(share.count.own, of: share.ownMaximum) { return ExchangePlace(provider: index, isShared: false) }
        if Self.take(shared.all, of: sharedMaximum) { return ExchangePlace(provider: index, isShared: true) }
        share.count.all.subtract(1, ordering: .relaxed)
        return nil
    }

    func leave(_ place: ExchangePlace) {
        let count = shares[place.provider].count
        if place.isShared {
            shared.all.subtract(1, ordering: .relaxed)
        } else {
            count.own.subtract(1, ordering: .relaxed)
        }
        count.all.subtract(1, ordering: .relaxed)
    }

    private static func take(_ count: borrowing Atomic<Int>, of maximum: Int) -> Bool {
        if count.add(1, ordering: .relaxed).oldValue < maximum { return true }
        count.subtract(1, ordering: .relaxed)
        return false
    }
}
