// SPDX-License-Identifier: MIT

internal import CCurl
public import EventLoop

/// Carries out HTTP exchanges with upstream servers on one event loop.
///
/// There is one client per loop. All of it belongs to the loop's thread: make it there or before the loop runs, and
/// use it only there.
public final class UpstreamHTTPClient {
    /// The bounds of a client.
    public struct Limits: Hashable, Sendable {
        /// How many transfers one multi handle of libcurl takes before the next one is filled.
        public var transfersPerShard: Int
        /// How many multi handles there may be per connection policy; beyond, transfers are spread evenly.
        public var shards: Int
        /// How long a connection may have been idle and still be used: less than servers keep theirs (60 s and up).
        public var idleConnectionAge: Duration

        /// Makes limits; the defaults were measured to cost least with two thousand exchanges in flight.
        public init(transfersPerShard: Int = 96, shards: Int = 64, idleConnectionAge: Duration = .seconds(50)) {
            self.transfersPerShard = transfersPerShard
            self.shards = shards
            self.idleConnectionAge = idleConnectionAge
        }
    }

    /// What a client has done so far.
    public struct Counters: Hashable, Sendable {
        /// Exchanges that were begun, those that keep connections warm included.
        public internal(set) var exchanges = 0
        /// Exchanges that opened a connection of their own.
        public internal(set) var newConnections = 0
        /// Attempts to keep a connection warm that got an answer, of whatever status.
        public internal(set) var warmUps = 0
        /// Attempts to keep a connection warm that failed.
        public internal(set) var failedWarmUps = 0
    }

    /// What the client has done so far.
    public private(set) var counters = Counters()

    private let loop: EventLoop
    private let limits: Limits
    private let sockets: SocketTable
    private var groups: [ConnectionGroup] = []
    private var warmConnections: [WarmConnection] = []
    private var isShutDown = false
    private let transfers: InFlightTransfers
    private var idleTimer: LoopTimer?

    /// Makes a client for a loop.
    public init(loop: EventLoop, limits: Limits = Limits()) {
        self.loop = loop
        self.limits = limits
        sockets = SocketTable(loop: loop)
        transfers = InFlightTransfers(loop: loop)
        transfers.endOverdue = { [unowned self] transfer, code in end(transfer, code, "a time limit has run out") }
        idleTimer = LoopTimer(loop: loop) { [weak self] in self?.closeIdleConnections() }
    }

    deinit {
        shutDown()
    }

    /// The number of exchanges going on.
    public var inFlight: Int { transfers.count }

    /// Sends a request and waits for the whole response, of whatever status; redirects are not followed.
    ///
    /// The request is sent at most once: when a kept connection turns out to be closed after bytes of the request
    /// were sent, the error is ``UpstreamHTTPError/Code-swift.enum/connectionLost``, and nothing is sent again.
    /// Cancelling the task ends the exchange at once and closes its connection.
    public func perform(
        _ request: consuming UpstreamHTTPRequest
    ) async throws(UpstreamHTTPError) -> UpstreamHTTPResponse {
        loop.preconditionIsCurrent()
        let transfer = try preparedTransfer(for: request)
        // The transfer has what it needs; thousands of waiting exchanges should not keep a second copy each.
        _ = consume request
        let ticket = transfer.ticket
        let loop = loop
        let bound = LoopBound((client: self, transfer: transfer), to: loop)
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                start(transfer, completion: .resume(continuation))
            }
        } onCancel: {
            let cancel: @Sendable () -> Void = { bound.value.client.cancel(bound.value.transfer, ticket: ticket) }
            if loop.isCurrent { cancel() } else { loop.submit(cancel) }
        }.get()
    }

    /// Opens a connection to the origin of `url` when the loop runs, and uses it every `interval` so that it stays.
    ///
    /// The request is `HEAD /` without credentials, and any answer will do. Failures are only counted. An interval
    /// below ``Limits/idleConnectionAge`` keeps the same connection for as long as the server does.
    public func keepWarm(origin url: String, policy: UpstreamHTTPPolicy, every interval: Duration) {
        let request = UpstreamHTTPRequest(.head, RequestRules.root(of: url), policy: policy)
        let warm = WarmConnection(loop: loop, interval: interval) { [weak self] in self?.warmUp(request) }
        warmConnections.append(warm)
    }

    /// Keeps no connection open any more but by using it.
    public func stopKeepingWarm() {
        for warm in warmConnections { warm.stop() }
        warmConnections = []
    }

    /// Ends all exchanges with ``UpstreamHTTPError/Code-swift.enum/shuttingDown`` and closes all connections.
    ///
    /// Further requests fail the same way. Calling it twice does nothing.
    public func shutDown() {
        isShutDown = true
        stopKeepingWarm()
        while let transfer = transfers.last { end(transfer, .shuttingDown, "the client was shut down") }
        for group in groups { group.close() }
        groups = []
        idleTimer?.disarm()
    }

    // MARK: Transfers

    private func preparedTransfer(for request: UpstreamHTTPRequest) throws(UpstreamHTTPError) -> Transfer {
        guard !isShutDown else { throw UpstreamHTTPError(.shuttingDown, "the client was shut down") }
        guard let transfer = group(for: ConnectionPolicy(request.policy)).takeTransfer() else {
            throw .outOfMemory
        }
        do throws(UpstreamHTTPError) {
            try transfer.prepare(request)
        } catch {
            transfer.group.putBack(transfer)
            throw error
        }
        transfer.ticket += 1
        return transfer
    }

    private func group(for policy: ConnectionPolicy) -> ConnectionGroup {
        if let group = groups.first(where: { $0.policy == policy }) { return group }
        let group = ConnectionGroup(policy: policy, loop: loop, sockets: sockets, limits: limits) {
            [unowned self] transfer, result in finish(transfer, result)
        }
        groups.append(group)
        return group
    }

    private func start(_ transfer: Transfer, completion: Transfer.Completion) {
        // A task that was cancelled before it came here has had its cancellation handler called for nothing.
        guard !Task.isCancelled else { return refuse(transfer, completion, .taskWasCancelled) }
        guard let multi = transfer.group.multiWithRoom() else {
            return refuse(transfer, completion, .outOfMemory)
        }
        transfer.exchange = Transfer.Exchange(
            clock: ExchangeClock(start: .current, limits: transfer.prepared.limits),
            completion: completion,
            multi: multi
        )
        counters.exchanges += 1
        transfers.insert(transfer)
        multi.add(transfer)
    }

    private func refuse(_ transfer: Transfer, _ completion: Transfer.Completion, _ error: UpstreamHTTPError) {
        transfer.group.putBack(transfer)
        complete(completion, .failure(error))
    }

    /// Ends a transfer that libcurl is done with.
    private func finish(_ transfer: Transfer, _ result: CURLcode) {
        guard let exchange = transfer.exchange else { return }
        retire(transfer, exchange, transfer.outcome(of: result, exchange: exchange))
    }

    /// Ends a transfer that libcurl is still busy with.
    private func end(_ transfer: Transfer, _ code: UpstreamHTTPError.Code, _ detail: StaticString) {
        guard let exchange = transfer.exchange else { return }
        retire(transfer, exchange, .failure(transfer.error(code, detail)))
    }

    private func cancel(_ transfer: Transfer, ticket: UInt64) {
        // The transfer may have ended, and even begun another exchange, before the cancellation came here.
        guard transfer.ticket == ticket else { return }
        end(transfer, .cancelled, "the task was cancelled")
    }

    private func retire(_ transfer: Transfer, _ exchange: Transfer.Exchange, _ outcome: Transfer.Outcome) {
        if !exchange.openedDescriptors.isEmpty { counters.newConnections += 1 }
        transfer.exchange = nil
        transfers.remove(transfer)
        exchange.multi.remove(transfer)
        if exchange.multi.transferCount == 0, idleTimer?.deadline == .never {
            idleTimer?.arm(after: limits.idleConnectionAge)
        }
        transfer.group.putBack(transfer)
        complete(exchange.completion, outcome)
    }

    private func complete(_ completion: Transfer.Completion, _ outcome: Transfer.Outcome) {
        switch completion {
        case .resume(let continuation): continuation.resume(returning: outcome)
        case .warmUp: count(warmUp: outcome)
        }
    }

    // MARK: Idle connections

    private func warmUp(_ request: UpstreamHTTPRequest) {
        do throws(UpstreamHTTPError) {
            start(try preparedTransfer(for: request), completion: .warmUp)
        } catch {
            count(warmUp: .failure(error))
        }
    }

    private func count(warmUp outcome: Transfer.Outcome) {
        switch outcome {
        case .success: counters.warmUps += 1
        case .failure: counters.failedWarmUps += 1
        }
    }

    /// Closes what is too old to be used again, lest half-closed sockets pile up.
    private func closeIdleConnections() {
        var areAllClosed = true
        for group in groups { areAllClosed = group.closeIdle() && areAllClosed }
        if !areAllClosed { idleTimer?.arm(after: limits.idleConnectionAge) }
    }
}

extension UpstreamHTTPError {
    fileprivate static let outOfMemory = UpstreamHTTPError(.connectFailed, "there is no memory for a connection")
    fileprivate static let taskWasCancelled = UpstreamHTTPError(.cancelled, "the task was cancelled")
}
