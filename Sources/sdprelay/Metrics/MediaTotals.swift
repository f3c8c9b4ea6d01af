// SPDX-License-Identifier: MIT

internal import Bridge

/// Who is at the other end of a call whose media ends in the relay.
enum CallMedia: String, Hashable {
    /// The loopback.
    case loopback
    /// The provider, by another connection of the relay's.
    case bridge
}

/// What the calls of one loop have come to.
///
/// Labels are bounded: a provider is one that is configured or was, the rest are words of the relay's own.
struct MediaTotals {
    struct Call: Hashable {
        var provider: String
        var media: CallMedia
    }

    struct End: Hashable {
        var call: Call
        /// A stable word for why.
        var reason: String
    }

    struct Connection: Hashable {
        var call: Call
        var leg: CallSide
    }

    /// The calls that there are.
    var live: [Call: Int] = [:]
    var ended: [End: Int] = [:]
    var carried: [Connection: MediaAmounts] = [:]
    /// Datagrams that belonged to no connection.
    var droppedDatagrams: UInt64 = 0

    mutating func add(_ other: MediaTotals) {
        live.merge(other.live, uniquingKeysWith: +)
        ended.merge(other.ended, uniquingKeysWith: +)
        for (connection, amounts) in other.carried { carried[connection, default: MediaAmounts()].add(amounts) }
        droppedDatagrams += other.droppedDatagrams
    }
}
