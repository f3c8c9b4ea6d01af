// SPDX-License-Identifier: MIT

internal import CCurl
internal import EventLoop

/// Everything of one connection policy: its connections, in several multi handles, and its idle transfers.
///
/// libcurl walks through all connections of a multi handle for every transfer: at two thousand in flight one handle
/// costs twice the CPU of two dozen. So the first handle with room takes the next transfer, which also keeps the
/// connections that are used again few and warm.
final class ConnectionGroup {
    private static let idleTransferLimit = 512

    let policy: ConnectionPolicy
    let sockets: SocketTable
    private let loop: EventLoop
    private let limits: UpstreamHTTPClient.Limits
    private let share: ShareHandle?
    private let transferDidEnd: (Transfer, CURLcode) -> Void
    private var multis: [MultiHandle] = []
    private var idleTransfers: [Transfer] = []
    private var isClosed = false

    init(
        policy: ConnectionPolicy,
        loop: EventLoop,
        sockets: SocketTable,
        limits: UpstreamHTTPClient.Limits,
        transferDidEnd: @escaping (Transfer, CURLcode) -> Void
    ) {
        self.policy = policy
        self.loop = loop
        self.sockets = sockets
        self.limits = limits
        self.transferDidEnd = transferDidEnd
        share = ShareHandle()
    }

    // MARK: Multi handles

    /// The multi handle for the next transfer; nil when there is no memory for one.
    func multiWithRoom() -> MultiHandle? {
        if let multi = multis.first(where: { $0.transferCount < limits.transfersPerShard }) { return multi }
        guard multis.count < limits.shards else { return multis.min { $0.transferCount < $1.transferCount } }
        let multi = MultiHandle(
            loop: loop,
            sockets: sockets,
            idleConnections: limits.transfersPerShard,
            transferDidEnd: transferDidEnd
        )
        if let multi { multis.append(multi) }
        return multi
    }

    /// Closes the multi handles whose connections have all become too old; true if that leaves none.
    func closeIdle() -> Bool {
        let old = multis.filter(isTooOld)
        multis.removeAll(where: isTooOld)
        for multi in old { multi.close() }
        return multis.isEmpty
    }

    private func isTooOld(_ multi: MultiHandle) -> Bool {
        multi.transferCount == 0 && multi.idleSince.advanced(by: limits.idleConnectionAge) <= loop.now
    }

    /// Closes all connections.
    ///
    /// There must be no transfer in flight.
    func close() {
        isClosed = true
        for multi in multis { multi.close() }
        multis = []
        idleTransfers = []
    }

    // MARK: Transfers

    /// An idle transfer, or a new one; nil when there is no memory for one.
    func takeTransfer() -> Transfer? {
        idleTransfers.popLast() ?? makeTransfer()
    }

    func putBack(_ transfer: Transfer) {
        guard !isClosed, idleTransfers.count < Self.idleTransferLimit else { return }
        transfer.trim()
        idleTransfers.append(transfer)
    }

    private func makeTransfer() -> Transfer? {
        guard Libcurl.isReady, let easy = EasyHandle(share: share) else { return nil }
        easy.apply(policy, idleConnectionAge: limits.idleConnectionAge)
        return Transfer(easy: easy, group: self)
    }
}
