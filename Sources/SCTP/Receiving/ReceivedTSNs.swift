// SPDX-License-Identifier: MIT

/// Numbers that have arrived without a gap between them.
struct TSNBlock: Hashable {
    var first: TSN
    var last: TSN
}

/// Which numbers have arrived.
struct ReceivedTSNs {
    /// What a number is at its arrival.
    enum Arrival {
        case new
        case duplicate
        /// Too far ahead to be kept track of.
        case beyondSpan
    }

    /// The duplicates that a SACK reports.
    static let maxDuplicates = 16

    private let span: Int
    /// Everything up to here has arrived or was given up by the peer.
    private(set) var cumulative: TSN
    /// What has arrived above it, in order, with gaps between.
    private(set) var blocks: [TSNBlock] = []
    private(set) var duplicates: [TSN] = []

    init(initialTSN: TSN, span: Int) {
        cumulative = initialTSN.previous
        self.span = span
    }

    var highest: TSN { blocks.last?.last ?? cumulative }

    /// What a number would be; a duplicate is remembered for the next SACK.
    mutating func classify(_ tsn: TSN) -> Arrival {
        if tsn <= cumulative || isInBlock(tsn) {
            if duplicates.count < Self.maxDuplicates { duplicates.append(tsn) }
            return .duplicate
        }
        return tsn.distance(from: cumulative) > span ? .beyondSpan : .new
    }

    private func isInBlock(_ tsn: TSN) -> Bool {
        let index = firstBlock(endingAtOrAfter: tsn)
        return index < blocks.count && blocks[index].first <= tsn
    }

    private func firstBlock(endingAtOrAfter tsn: TSN) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].last < tsn { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Adds a number that is `new`.
    mutating func insert(_ tsn: TSN) {
        if tsn == cumulative.next {
            cumulative = tsn
            absorbBlocks()
            return
        }
        let index = firstBlock(endingAtOrAfter: tsn)
        let joinsBefore = index > 0 && blocks[index - 1].last.next == tsn
        let joinsAfter = index < blocks.count && tsn.next == blocks[index].first
        switch (joinsBefore, joinsAfter) {
        case (true, true):
            blocks[index - 1].last = blocks[index].last
            blocks.remove(at: index)
        case (true, false): blocks[index - 1].last = tsn
        case (false, true): blocks[index].first = tsn
        case (false, false): blocks.insert(TSNBlock(first: tsn, last: tsn), at: index)
        }
    }

    /// The peer has given up everything up to a number above the cumulative one.
    mutating func forward(to tsn: TSN) {
        cumulative = tsn
        blocks.removeAll { $0.last <= tsn }
        if let first = blocks.first, first.first <= tsn { blocks[0].first = tsn.next }
        absorbBlocks()
    }

    private mutating func absorbBlocks() {
        guard let first = blocks.first, first.first == cumulative.next else { return }
        cumulative = first.last
        blocks.removeFirst()
    }

    mutating func duplicatesReported() {
        duplicates.removeAll(keepingCapacity: true)
    }
}
