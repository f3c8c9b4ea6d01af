// SPDX-License-Identifier: MIT

/// What agents of both kinds do with datagrams and with time, for owners that have either.
public protocol ICEProcessing: ~Copyable {
    /// What our description says of us.
    var credentials: ICECredentials { get }
    /// The pair to send data over: the selected one, or one that works before there is one; nil while none does.
    var pairForData: ICEPair? { get }
    /// When ``handleTimeout(now:)`` is to be called; nil for never.
    var nextTimeout: Duration? { get }

    /// Whether datagrams may be sent to and taken from there.
    func isValidated(_ pair: ICEPair) -> Bool

    /// Whether that is so of any pair with the address.
    func isValidated(_ remote: TransportAddress) -> Bool

    /// Takes a datagram that has been parsed, as ``ICEDemultiplexer`` does.
    @discardableResult
    mutating func receive(
        _ message: STUNMessage,
        in datagram: Span<UInt8>,
        over pair: ICEPair,
        now: Duration
    ) -> ICEReception

    /// Does what is due; else nothing.
    mutating func handleTimeout(now: Duration)

    /// What has happened; nil when all is told.
    mutating func nextEvent() -> ICEEvent?

    /// Writes the next datagram to be sent into the buffer, which has ``ICETransmit/maximumSize`` bytes or more.
    mutating func nextTransmit(into buffer: inout MutableSpan<UInt8>) -> ICETransmit?
}

extension ICEProcessing where Self: ~Copyable {
    /// Takes a datagram that came over the pair.
    @discardableResult
    public mutating func receive(
        _ datagram: Span<UInt8>,
        from remote: TransportAddress,
        local: TransportAddress,
        now: Duration
    ) -> ICEReception {
        do {
            let message = try STUNMessage(parsing: datagram)
            return receive(message, in: datagram, over: ICEPair(local: local, remote: remote), now: now)
        } catch {
            return .malformed(error)
        }
    }

    /// The next datagram to be sent, in memory of its own.
    public mutating func nextTransmit() -> ICEDatagram? {
        var bytes = [UInt8](repeating: 0, count: ICETransmit.maximumSize)
        var span = bytes.mutableSpan
        guard let transmit = nextTransmit(into: &span) else { return nil }
        return ICEDatagram(bytes: Array(bytes.prefix(transmit.count)), pair: transmit.pair)
    }
}
