// SPDX-License-Identifier: MIT

import CUSRSCTP

@testable import SCTP

/// An end of an association from usrsctp on a virtual network.
final class UsrsctpPeer: NetworkPeer {
    enum Event: Hashable {
        case connected
        case lost
        case shutdown
        case incomingReset(UInt16)
        case outgoingReset(UInt16)
        case message(SCTPMessage)
    }

    /// Its timers are all looked at with each tick.
    private static let tick = 10
    private static let capacity = 1 << 20

    private let number: Int32
    private var now: Duration
    private var buffer = [UInt8](repeating: 0, count: capacity)
    private(set) var events: [Event] = []

    init?(isPassive: Bool, mtu: Int = 1150, now: Duration = .zero) {
        self.now = now
        number = cusrsctp_open(5000, 5000, Int32(mtu), isPassive ? 1 : 0)
        if number == 0 { return nil }
    }

    deinit {
        cusrsctp_close(number)
    }

    var isConnected: Bool { events.contains(.connected) }
    var messages: [SCTPMessage] {
        events.compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    var nextTimeout: Duration? { now + .milliseconds(Self.tick) }

    func handleTimeout(now: Duration) {
        while self.now + .milliseconds(Self.tick) <= now {
            self.now += .milliseconds(Self.tick)
            cusrsctp_advance(UInt32(Self.tick))
        }
    }

    func receive(_ packet: Span<UInt8>, now: Duration) {
        unsafe packet.withUnsafeBufferPointer { unsafe cusrsctp_input(number, $0.baseAddress, $0.count) }
    }

    func nextPacket(into packet: inout [UInt8], now: Duration) -> Bool {
        takeEvents()
        packet = [UInt8](repeating: 0, count: 2048)
        let count = unsafe packet.withUnsafeMutableBufferPointer {
            unsafe cusrsctp_output(number, $0.baseAddress, $0.count)
        }
        packet.removeLast(packet.count - count)
        return count > 0
    }

    /// False when its buffer is full.
    func send(
        _ payload: [UInt8],
        on stream: UInt16,
        isUnordered: Bool = false,
        limit: cusrsctp_limit = CUSRSCTP_RELIABLE,
        value: UInt32 = 0
    ) -> Bool {
        let unordered: Int32 = isUnordered ? 1 : 0
        return unsafe payload.withUnsafeBufferPointer {
            unsafe cusrsctp_send(number, stream, 53, unordered, limit, value, $0.baseAddress, $0.count)
        } == 0
    }

    func reset(_ stream: UInt16) -> Bool { cusrsctp_reset(number, stream) == 0 }
    func shutdown() -> Bool { cusrsctp_shutdown(number) == 0 }

    private func takeEvents() {
        while true {
            let event = unsafe buffer.withUnsafeMutableBufferPointer {
                unsafe cusrsctp_next(number, $0.baseAddress, $0.count)
            }
            switch event.kind {
            case CUSRSCTP_CONNECTED: events.append(.connected)
            case CUSRSCTP_LOST: events.append(.lost)
            case CUSRSCTP_SHUTDOWN: events.append(.shutdown)
            case CUSRSCTP_INCOMING_RESET: events.append(.incomingReset(event.stream))
            case CUSRSCTP_OUTGOING_RESET: events.append(.outgoingReset(event.stream))
            case CUSRSCTP_MESSAGE:
                let message = SCTPMessage(
                    stream: event.stream,
                    protocolID: event.protocol_id,
                    isUnordered: event.is_unordered != 0,
                    payload: Array(buffer[..<event.count])
                )
                events.append(.message(message))
            default: return
            }
        }
    }
}
