// SPDX-License-Identifier: MIT

internal import CCurl
internal import EventLoop

/// An easy handle with all that one exchange needs around it; used for one exchange after another.
@safe
final class Transfer {
    /// Who is told the outcome.
    enum Completion {
        case resume(CheckedContinuation<Outcome, Never>)
        case warmUp
    }

    typealias Outcome = Result<UpstreamHTTPResponse, UpstreamHTTPError>

    /// Why a callback does not let libcurl go on.
    enum Refusal {
        case secondSending
        case overSizeLimit
    }

    /// The part that starts anew with every exchange.
    struct Exchange {
        var clock: ExchangeClock
        var completion: Completion
        var multi: MultiHandle
        var head = ResponseHead()
        var body: [UInt8] = []
        /// Why a callback made libcurl give up.
        var refusal: Refusal?
        /// The sockets that were opened for the exchange; none when it found an open connection.
        var openedDescriptors: [Int32] = []
        var hasBlockedAddress = false
        /// What libcurl had sent (to a proxy) when the request was about to be sent; nil before.
        var bytesSentBefore: Int?
    }

    let easy: EasyHandle
    /// Strong, as a cancellation may hold the transfer for longer than the client lives; the group lets go of its idle
    /// transfers when it closes.
    let group: ConnectionGroup
    var prepared: PreparedRequest
    /// The exchange that is going on.
    var exchange: Exchange?
    /// Tells the exchanges of one transfer apart.
    var ticket: UInt64 = 0
    /// The place among all transfers in flight.
    var position = 0

    init(easy: EasyHandle, group: ConnectionGroup) {
        self.easy = easy
        self.group = group
        prepared = PreparedRequest()
        setCallbacks()
    }

    /// Whether the request, or a part of it, has left.
    var requestWasSent: Bool {
        guard let before = exchange?.bytesSentBefore else { return false }
        return easy.requestBytesSent > before
    }

    // MARK: What the callbacks do

    /// Opens a socket to the address in question, or refuses (-1).
    func openSocket(to address: SocketAddress) -> Int32 {
        guard let multi = exchange?.multi, !refusesSecondSending() else { return -1 }
        guard group.policy.allows(address) else {
            exchange?.hasBlockedAddress = true
            return -1
        }
        let descriptor = address.makeSocket()
        guard descriptor >= 0 else { return -1 }
        group.sockets.didOpen(descriptor, multi: multi)
        exchange?.openedDescriptors.append(descriptor)
        return descriptor
    }

    /// The connection is ready; false keeps the request from being sent.
    func requestIsAboutToBeSent() -> Bool {
        guard !refusesSecondSending() else { return false }
        exchange?.clock.connectionIsReady(at: .current)
        exchange?.bytesSentBefore = easy.requestBytesSent
        if let opened = exchange?.openedDescriptors, !opened.isEmpty { group.sockets.didEstablish(oneOf: opened) }
        return true
    }

    /// Whether this would be the second sending, which ends the transfer.
    ///
    /// libcurl sends a request again by itself when a kept connection turns out to be closed. The server may have
    /// acted on the first sending all the same, and what it does is billed.
    private func refusesSecondSending() -> Bool {
        guard requestWasSent else { return false }
        exchange?.refusal = .secondSending
        return true
    }

    /// Takes a header line; false ends the transfer.
    func receive(headerLine line: Span<UInt8>) -> Bool {
        switch exchange?.head.append(line) {
        case .finalStatus: exchange?.clock.statusHasArrived(at: .current)
        case .overLimit: exchange?.refusal = .overSizeLimit
        case .other, nil: break
        }
        return exchange?.refusal == nil
    }

    /// Takes a piece of the body; false ends the transfer.
    func receive(bodyPart part: UnsafeRawBufferPointer) -> Bool {
        guard let received = exchange?.body.count, received + part.count <= prepared.maxResponseBytes else {
            exchange?.refusal = .overSizeLimit
            return false
        }
        unsafe exchange?.body.append(contentsOf: part)
        return true
    }
}
