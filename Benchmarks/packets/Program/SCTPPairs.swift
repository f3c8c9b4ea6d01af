// SPDX-License-Identifier: MIT

import CUSRSCTP
import SCTP

/// Two ends of an association in one process; messages go from the first to the second, on one stream, in order.
protocol SCTPPair {
    /// Connects the ends.
    init()

    /// Carries some messages of a size from one end to the other, as the owner of the second end gets them.
    func carry(_ count: Int, of size: Int)
}

extension SCTPPair {
    /// How many messages may be under way: a quarter of the receiver's window.
    static func window(_ size: Int) -> Int { max(2, (256 << 10) / size) }
}

/// Of the module SCTP.
final class OurPair: SCTPPair {
    private let first: SCTPAssociation
    private let second: SCTPAssociation
    private var now = Duration.zero
    private var packet: [UInt8] = []

    init() {
        var configuration = SCTPConfiguration()
        configuration.maxOutgoingMessageSize = 256 << 10
        // No real keyed hash; only the one cookie of the set-up is signed.
        let make = {
            SCTPAssociation(
                configuration: configuration,
                sign: { _ in [UInt8](repeating: 7, count: 32) },
                random: { UInt32.random(in: 1...UInt32.max) }
            )
        }
        (first, second) = (make(), make())
        first.start(now: now)
        while first.state != .established || second.state != .established { _ = exchange() }
        _ = take(size: 0)
    }

    func carry(_ count: Int, of size: Int) {
        let payload = [UInt8](repeating: 7, count: size)
        var (sent, received) = (0, 0)
        while received < count {
            while sent < count, sent - received < Self.window(size) {
                guard (try? first.send(payload, on: 1, protocolID: 53, now: now)) != nil else { break }
                sent += 1
            }
            if !exchange() { passTime() }
            received += take(size: size)
        }
        // The last acknowledgements.
        while first.bufferedAmount > 0 {
            if !exchange() { passTime() }
        }
    }

    private func passTime() {
        now += .milliseconds(10)
        first.handleTimeout(now: now)
        second.handleTimeout(now: now)
    }

    private func exchange() -> Bool {
        now += .microseconds(1)
        var isIdle = true
        while first.nextPacket(into: &packet, now: now) {
            second.receive(packet.span, now: now)
            isIdle = false
        }
        while second.nextPacket(into: &packet, now: now) {
            first.receive(packet.span, now: now)
            isIdle = false
        }
        return !isIdle
    }

    private func take(size: Int) -> Int {
        var count = 0
        while let event = second.nextEvent() {
            guard case .message(let message) = event else { continue }
            precondition(message.payload.count == size, "a message comes whole")
            count += 1
        }
        while first.nextEvent() != nil {}
        return count
    }
}

/// Of usrsctp.
final class UsrsctpPair: SCTPPair {
    private static let capacity = 1 << 20

    private let first: Int32
    private let second: Int32
    private var packet = [UInt8](repeating: 0, count: 2048)
    private var buffer = [UInt8](repeating: 0, count: capacity)

    init() {
        second = cusrsctp_open(5000, 5000, 1150, 1)
        first = cusrsctp_open(5000, 5000, 1150, 0)
        precondition(first > 0 && second > 0, "usrsctp makes sockets")
        while exchange() {}
        _ = take(size: 0)
    }

    deinit {
        cusrsctp_close(first)
        cusrsctp_close(second)
    }

    func carry(_ count: Int, of size: Int) {
        let payload = [UInt8](repeating: 7, count: size)
        var (sent, received) = (0, 0)
        while received < count {
            while sent < count, sent - received < Self.window(size) {
                let status = unsafe payload.withUnsafeBufferPointer {
                    unsafe cusrsctp_send(first, 1, 53, 0, CUSRSCTP_RELIABLE, 0, $0.baseAddress, $0.count)
                }
                guard status == 0 else { break }
                sent += 1
            }
            if !exchange() { cusrsctp_advance(10) }
            received += take(size: size)
        }
        // The last acknowledgements, which may wait for 200 ms.
        for _ in 0..<25 {
            cusrsctp_advance(10)
            _ = exchange()
        }
    }

    private func exchange() -> Bool {
        let there = move(from: first, to: second)
        let back = move(from: second, to: first)
        return there || back
    }

    private func move(from sender: Int32, to receiver: Int32) -> Bool {
        var hasMoved = false
        while true {
            let count = unsafe packet.withUnsafeMutableBufferPointer {
                unsafe cusrsctp_output(sender, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return hasMoved }
            hasMoved = true
            unsafe packet.withUnsafeBufferPointer { unsafe cusrsctp_input(receiver, $0.baseAddress, count) }
        }
    }

    private func take(size: Int) -> Int {
        var count = 0
        while true {
            let event = unsafe buffer.withUnsafeMutableBufferPointer {
                unsafe cusrsctp_next(second, $0.baseAddress, $0.count)
            }
            guard event.kind != CUSRSCTP_NOTHING else { return count }
            guard event.kind == CUSRSCTP_MESSAGE else { continue }
            precondition(event.count == size, "a message comes whole")
            count += 1
        }
    }
}
