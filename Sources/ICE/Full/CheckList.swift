// SPDX-License-Identifier: MIT

/// A pair to be checked (RFC 8445 section 6.1.2).
struct CheckPair {
    /// Where a pair is in its life (RFC 8445 section 6.1.2.6).
    enum State {
        /// Waits for a pair of the same foundation.
        case frozen
        /// May be checked.
        case waiting
        /// Is being checked.
        case inProgress
        /// Works.
        case succeeded
        /// Does not work.
        case failed
    }

    let id: Int
    let pair: ICEPair
    let localPriority: UInt32
    let remotePriority: UInt32
    let foundation: String
    var priority: UInt64
    var state = State.frozen
    /// The check in progress, or the next one, carries USE-CANDIDATE.
    var isNominating = false
    /// The controlling peer has nominated it.
    var isNominatedByPeer = false

    /// An address family and a reach that go together (RFC 8445 section 6.1.2.2).
    static func areCompatible(_ first: IPAddress, _ second: IPAddress) -> Bool {
        guard first.family == second.family else { return false }
        return first.family == .ipv4 || (first.scope == .linkLocal) == (second.scope == .linkLocal)
    }
}

/// The pairs in the order of their priorities, and those whose turn comes first.
struct CheckList {
    private(set) var pairs: [CheckPair] = []
    private var triggered: [Int] = []
    private var nextID = 0

    /// Adds a pair; nil if there is no room for one of its priority.
    mutating func add(
        _ pair: ICEPair,
        localPriority: UInt32,
        remotePriority: UInt32,
        foundation: String,
        role: ICERole
    ) -> Int? {
        let priority = Self.priority(localPriority, remotePriority, role)
        if pairs.count >= ICELimits.pairs {
            // What has been checked or is being checked stays.
            guard let last = pairs.lastIndex(where: { $0.state == .frozen || $0.state == .failed }),
                pairs[last].priority < priority || pairs[last].state == .failed
            else { return nil }
            pairs.remove(at: last)
        }
        let id = nextID
        nextID += 1
        pairs.append(
            CheckPair(
                id: id,
                pair: pair,
                localPriority: localPriority,
                remotePriority: remotePriority,
                foundation: foundation,
                priority: priority
            )
        )
        sort()
        return id
    }

    func index(of pair: ICEPair) -> Int? { pairs.firstIndex { $0.pair == pair } }
    func index(ofID id: Int) -> Int? { pairs.firstIndex { $0.id == id } }

    mutating func update(_ index: Int, _ change: (inout CheckPair) -> Void) {
        change(&pairs[index])
    }

    /// Lets a pair be checked next, before those whose turn it is by priority.
    mutating func trigger(_ index: Int) {
        if pairs[index].state != .succeeded { pairs[index].state = .waiting }
        if !triggered.contains(pairs[index].id) { triggered.append(pairs[index].id) }
    }

    /// Takes the pair that is checked next (RFC 8445 section 6.1.4.2), the triggered ones first.
    mutating func takeNext(triggeredOnly: Bool) -> Int? {
        while !triggered.isEmpty {
            if let index = index(ofID: triggered.removeFirst()) { return index }
        }
        return triggeredOnly ? nil : nextOrdinary
    }

    /// Whether ``takeNext(triggeredOnly:)`` would find one.
    func hasNext(triggeredOnly: Bool) -> Bool {
        !triggered.isEmpty || (!triggeredOnly && nextOrdinary != nil)
    }

    /// The highest that waits; else the highest that is frozen, those first whose foundation is not being checked.
    ///
    /// RFC 8445 leaves the others frozen; but some peers give one foundation to all, and there is time to check them.
    private var nextOrdinary: Int? {
        if let index = pairs.firstIndex(where: { $0.state == .waiting }) { return index }
        let busy = Set(pairs.lazy.filter { $0.state == .inProgress }.map(\.foundation))
        return pairs.firstIndex { $0.state == .frozen && !busy.contains($0.foundation) }
            ?? pairs.firstIndex { $0.state == .frozen }
    }

    /// A pair works: those of the same foundation probably do as well.
    mutating func unfreeze(foundation: String) {
        for index in pairs.indices where pairs[index].state == .frozen && pairs[index].foundation == foundation {
            pairs[index].state = .waiting
        }
    }

    /// Computes priorities anew and forgets nominations.
    mutating func changeRole(to role: ICERole) {
        for index in pairs.indices {
            pairs[index].priority = Self.priority(pairs[index].localPriority, pairs[index].remotePriority, role)
            pairs[index].isNominating = false
            pairs[index].isNominatedByPeer = false
        }
        sort()
    }

    /// A pair is selected: what is still being checked may be checked again if the peer asks for it.
    mutating func settle() {
        triggered.removeAll()
        for index in pairs.indices {
            if pairs[index].state == .inProgress { pairs[index].state = .waiting }
            pairs[index].isNominating = false
            pairs[index].isNominatedByPeer = false
        }
    }

    mutating func remove(where isRemoved: (CheckPair) -> Bool) {
        pairs.removeAll(where: isRemoved)
    }

    mutating func removeAll() {
        pairs.removeAll()
        triggered.removeAll()
    }

    /// How many are being checked or will be.
    var unfinishedCount: Int {
        pairs.count { $0.state == .frozen || $0.state == .waiting || $0.state == .inProgress }
    }

    var haveAllFailed: Bool { !pairs.isEmpty && pairs.allSatisfy { $0.state == .failed } }

    private static func priority(_ local: UInt32, _ remote: UInt32, _ role: ICERole) -> UInt64 {
        switch role {
        case .controlling: CandidatePriority.pair(controlling: local, controlled: remote)
        case .controlled: CandidatePriority.pair(controlling: remote, controlled: local)
        }
    }

    private mutating func sort() {
        pairs.sort { ($0.priority, $1.id) > ($1.priority, $0.id) }
    }
}
