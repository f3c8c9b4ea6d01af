// SPDX-License-Identifier: MIT

internal import EventLoop

/// The transfers that are going on, and the watch over their time limits.
///
/// One coarse timer looks at all of them: a timer per transfer would be set and cleared for every exchange, and hardly
/// ever fire.
final class InFlightTransfers {
    /// How often the limits are looked at, and so by how much an exchange may exceed one.
    private static let sweepInterval = Duration.milliseconds(50)

    /// Ends a transfer that has exceeded a limit, and so removes it.
    var endOverdue: (Transfer, UpstreamHTTPError.Code) -> Void = { _, _ in }

    private let loop: EventLoop
    private var transfers: [Transfer] = []
    private lazy var timer = LoopTimer(loop: loop) { [weak self] in self?.sweep() }

    init(loop: EventLoop) {
        self.loop = loop
    }

    var count: Int { transfers.count }
    var last: Transfer? { transfers.last }

    func insert(_ transfer: Transfer) {
        transfer.position = transfers.count
        transfers.append(transfer)
        if timer.deadline == .never { timer.arm(after: Self.sweepInterval) }
    }

    func remove(_ transfer: Transfer) {
        let last = transfers.removeLast()
        guard last !== transfer else { return }
        transfers[transfer.position] = last
        last.position = transfer.position
    }

    private func sweep() {
        // Backwards: ending a transfer moves one that has been looked at already into its place.
        for position in transfers.indices.reversed() {
            let transfer = transfers[position]
            if let code = transfer.exchange?.clock.expiredLimit(at: loop.now) { endOverdue(transfer, code) }
        }
        if !transfers.isEmpty { timer.arm(after: Self.sweepInterval) }
    }
}
