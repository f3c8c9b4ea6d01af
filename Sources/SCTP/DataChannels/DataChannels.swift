// SPDX-License-Identifier: MIT

/// The data channels of a peer connection: [RFC 8831](https://www.rfc-editor.org/rfc/rfc8831.html) and
/// [RFC 8832](https://www.rfc-editor.org/rfc/rfc8832.html) on an association.
///
/// The owner drives ``association`` as described there, except that it takes the events from ``nextEvent(now:)``.
///
/// A text that is not UTF-8 is delivered with U+FFFD in place of what is malformed, as browsers do; one that is to be
/// sent is refused. Messages on a stream without a channel are dropped.
public final class DataChannels {
    /// The association, whose events are not for the owner.
    public let association: SCTPAssociation
    /// The limits.
    public let limits: DataChannelLimits
    /// The numbers that are ours: even for the DTLS client, odd for the server (RFC 8832, section 6).
    private let firstID: UInt16

    var channels: [UInt16: DataChannel] = [:]
    /// Streams that are reset because the peer may not have a channel there.
    var refused: Set<UInt16> = []
    /// Numbers that cannot be used any more, as their streams could not be reset.
    var retired: Set<UInt16> = []
    var events = FIFO<DataChannelEvent>()
    /// The bytes in all `partial`s.
    var partialCount = 0
    private var isConnected = false

    /// Makes the data channels of an association that has not been started.
    ///
    /// - Parameters:
    ///   - association: The association.
    ///   - isDTLSClient: Whether we have the role of the client in the DTLS handshake.
    ///   - limits: The limits.
    public init(
        association: SCTPAssociation,
        isDTLSClient: Bool,
        limits: DataChannelLimits = DataChannelLimits()
    ) {
        self.association = association
        self.limits = limits
        firstID = isDTLSClient ? 0 : 1
    }

    /// The parameters of a channel; nil if there is none.
    public func parameters(of id: UInt16) -> DataChannelParameters? { channels[id]?.parameters }

    /// The bytes on a channel that wait to be sent for the first time.
    public func bufferedAmount(of id: UInt16) -> Int { association.bufferedAmount(of: id) }

    // MARK: Opening

    /// Opens a channel, also before the association is up; messages can be sent at once and follow the OPEN.
    ///
    /// - Parameters:
    ///   - parameters: What the peer is told.
    ///   - now: The time.
    /// - Returns: The channel's number.
    /// - Throws: ``SCTPError``, and then there is no channel.
    public func open(_ parameters: DataChannelParameters, now: Duration) throws(SCTPError) -> UInt16 {
        try checkNames(parameters)
        let id = try freeID()
        let open = ChannelControlMessage.open(parameters).serialized
        try association.send(open, on: id, protocolID: PayloadProtocol.control.rawValue, now: now)
        add(id, parameters, isNegotiated: false, state: .opening)
        return id
    }

    /// Has a channel that the peer is told of in another way.
    ///
    /// - Parameters:
    ///   - id: 65,534 at most; both sides use the same.
    ///   - parameters: What the peer knows as well.
    /// - Throws: ``SCTPError``, and then there is no channel.
    public func openNegotiated(_ id: UInt16, _ parameters: DataChannelParameters) throws(SCTPError) {
        try checkNames(parameters)
        guard channels.count < limits.maxChannels else { throw SCTPError(.tooManyChannels) }
        guard isFree(id), id < association.outgoingStreamCount else { throw SCTPError(.channelTaken) }
        guard association.state != .ended else { throw SCTPError(.notOpen) }
        add(id, parameters, isNegotiated: true, state: .open)
        if isConnected { events.append(.opened(id)) }
    }

    private func checkNames(_ parameters: DataChannelParameters) throws(SCTPError) {
        let longest = max(parameters.label.utf8.count, parameters.protocolName.utf8.count)
        guard longest <= min(limits.maxNameCount, Int(UInt16.max)) else { throw SCTPError(.nameTooLong) }
    }

    private func freeID() throws(SCTPError) -> UInt16 {
        guard channels.count < limits.maxChannels else { throw SCTPError(.tooManyChannels) }
        let end = association.outgoingStreamCount
        for id in stride(from: firstID, to: end, by: 2) where isFree(id) { return id }
        throw SCTPError(.tooManyChannels)
    }

    private func isFree(_ id: UInt16) -> Bool {
        channels[id] == nil && !refused.contains(id) && !retired.contains(id) && id < .max
    }

    private func add(
        _ id: UInt16,
        _ parameters: DataChannelParameters,
        isNegotiated: Bool,
        state: DataChannel.State
    ) {
        channels[id] = DataChannel(parameters: parameters, isNegotiated: isNegotiated, state: state)
        // 0 is what some peers send who have no opinion.
        let weight = parameters.priority == 0 ? DataChannelParameters.normalPriority : parameters.priority
        association.setWeight(weight, of: id)
    }

    /// The peer has sent an OPEN.
    func peerOpens(_ id: UInt16, _ parameters: DataChannelParameters?, now: Duration) {
        guard channels[id] == nil else {
            // A channel is opened once (RFC 8832, section 6).
            close(id, now: now)
            return
        }
        let isPeers = id % 2 != firstID % 2
        guard let parameters, isPeers, isFree(id), channels.count < limits.maxChannels,
            id < association.outgoingStreamCount
        else {
            refuse(id, now: now)
            return
        }
        add(id, parameters, isNegotiated: false, state: .open)
        association.queue(ChannelControlMessage.acknowledge.serialized, control: id)
        events.append(.incoming(id, parameters))
    }

    private func refuse(_ id: UInt16, now: Duration) {
        // A peer that does not stop is not worth keeping.
        guard refused.count < limits.maxChannels else {
            association.abort(.protocolViolation, reason: .protocolViolation)
            return
        }
        guard id < association.outgoingStreamCount, refused.insert(id).inserted else { return }
        association.resetStream(id, now: now)
    }

    // MARK: Sending

    /// Queues a message.
    ///
    /// - Parameters:
    ///   - payload: Any number of bytes up to what the peer takes; with a text, UTF-8.
    ///   - kind: Text or binary.
    ///   - id: The channel.
    ///   - now: The time.
    /// - Throws: ``SCTPError``, and then nothing has been queued.
    public func send(
        _ payload: [UInt8],
        as kind: DataChannelPayload,
        on id: UInt16,
        now: Duration
    ) throws(SCTPError) {
        guard let channel = channels[id], channel.state != .closing else { throw SCTPError(.noSuchChannel) }
        guard kind == .binary || payload.isUTF8 else { throw SCTPError(.invalidText) }
        try association.send(
            payload.isEmpty ? PayloadProtocol.emptyPayload : payload,
            on: id,
            protocolID: PayloadProtocol(kind, isEmpty: payload.isEmpty).rawValue,
            isUnordered: channel.sendsUnordered,
            reliability: channel.parameters.reliability,
            now: now
        )
    }

    /// The association is up: those channels are open that need no word of the peer.
    func connected() {
        isConnected = true
        events.append(.connected)
        for id in channels.keys.sorted() {
            if id >= association.outgoingStreamCount {
                remove(id)
            } else if channels[id]?.isNegotiated == true {
                events.append(.opened(id))
            }
        }
    }

    /// The channel is no more.
    func remove(_ id: UInt16) {
        guard let channel = channels.removeValue(forKey: id) else { return }
        partialCount -= channel.partial.count
        events.append(.closed(id))
    }
}

extension [UInt8] {
    var isUTF8: Bool { (try? UTF8Span(validating: span)) != nil }
}
