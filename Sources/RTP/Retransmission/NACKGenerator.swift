// SPDX-License-Identifier: MIT

/// Finds gaps in what is received, and says when to ask for which packets.
///
/// Work and memory are bounded, whatever numbers come.
public struct NACKGenerator: Sendable {
    /// When and how often is asked.
    public struct Limits: Hashable, Sendable {
        /// How many missing packets are remembered; older ones are given up first.
        public var missing = 64

        /// The gap above which nothing is asked for, in packets: too much is lost to be of use.
        public var gap = 64

        /// How long a packet may be overtaken by others before it is asked for.
        public var reorderDelay: Duration = .milliseconds(10)

        /// How often a packet is asked for.
        public var requests = 5

        /// How long after it was found missing a packet is still of use.
        public var age: Duration = .milliseconds(500)

        /// The limits that fit audio.
        public init() {}
    }

    private struct Missing {
        var number: UInt16
        var found: Duration
        var due: Duration
        var requests = 0
    }

    /// Packets that were asked for and came.
    public private(set) var recoveredPackets: UInt64 = 0

    /// Requests for a packet.
    public private(set) var requestedPackets: UInt64 = 0

    private let limits: Limits
    private var newest: UInt16?

    /// In the order of their numbers, oldest first.
    private var missing: [Missing] = []

    /// Begins without a packet.
    public init(limits: Limits = Limits()) {
        precondition(limits.missing > 0 && limits.gap > 0 && limits.requests > 0, "limits that ask for nothing")
        self.limits = limits
    }

    /// Takes the next packet of the source in the order of arrival, as its ``RTPReceiver`` judges it.
    public mutating func receive(_ number: UInt16, verdict: SequenceTracker.Verdict, now: Duration) {
        switch verdict {
        case .probation, .suspect: return
        case .newest(isRestart: true):
            missing.removeAll(keepingCapacity: true)
        case .newest(isRestart: false):
            noteGap(before: number, now: now)
        case .behind:
            if let place = missing.firstIndex(where: { $0.number == number }) {
                if missing[place].requests > 0 { recoveredPackets += 1 }
                missing.remove(at: place)
            }
            return
        }
        newest = number
    }

    private mutating func noteGap(before number: UInt16, now: Duration) {
        guard let newest else { return }
        let lost = Int(number &- newest) - 1
        guard lost > 0 else { return }
        guard lost <= limits.gap else {
            missing.removeAll(keepingCapacity: true)
            return
        }
        for step in 1...lost {
            let due = now + limits.reorderDelay
            missing.append(Missing(number: newest &+ UInt16(step), found: now, due: due))
        }
        if missing.count > limits.missing { missing.removeFirst(missing.count - limits.missing) }
    }

    /// Whether anything is missing.
    public var isEmpty: Bool { missing.isEmpty }

    /// When to ask next; nil while nothing is missing.
    public var due: Duration? { missing.lazy.map(\.due).min() }

    /// Asks for the packets that are due.
    ///
    /// - Parameters:
    ///   - sender: The SSRC of the local side.
    ///   - source: The SSRC of the packets.
    ///   - now: The time.
    ///   - interval: The time between two requests for a packet, for which the round trip is right; at least 20 ms count.
    /// - Returns: The packets to ask for now, in the order of their numbers; nil for none.
    public mutating func makeRequest(
        sender: UInt32,
        source: UInt32,
        now: Duration,
        interval: Duration
    ) -> NACK? {
        missing.removeAll { now - $0.found > limits.age || ($0.requests >= limits.requests && now >= $0.due) }
        var numbers: [UInt16] = []
        for place in missing.indices where missing[place].requests < limits.requests && now >= missing[place].due {
            numbers.append(missing[place].number)
            missing[place].requests += 1
            missing[place].due = now + max(interval, Self.minInterval)
        }
        guard !numbers.isEmpty else { return nil }
        requestedPackets += UInt64(numbers.count)
        return NACK(sender: sender, source: source, sequenceNumbers: numbers)
    }

    private static let minInterval: Duration = .milliseconds(20)
}
