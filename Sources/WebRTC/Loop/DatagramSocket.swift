// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop
internal import Glibc
internal import ICE

/// A UDP socket of one address, on a loop.
final class DatagramSocket: ReadinessHandler {
    /// How often is read, a batch each time, before others have their turn.
    private static let readsPerTurn = 4
    /// What is asked of the kernel, each way: some hundred calls' worth of a burst.
    private static let bufferBytes: Int32 = 4 << 20

    let address: TransportAddress
    /// Datagrams that the kernel had no room for.
    private(set) var unsent: UInt64 = 0
    private let loop: EventLoop
    private let descriptor: Int32
    private var watch: Watch?
    private let batch: DatagramBatch
    private let receive: (Span<UInt8>, TransportAddress, TransportAddress) -> Void

    /// Binds a socket; port 0 takes a free one.
    ///
    /// - Parameters:
    ///   - address: An address of this machine.
    ///   - loop: The loop that it lives on.
    ///   - batch: Where datagrams are received.
    ///   - receive: Takes datagrams, with the sender's and our own address.
    /// - Throws: `EventLoopError` if the address cannot be bound.
    init(
        _ address: TransportAddress,
        loop: EventLoop,
        batch: DatagramBatch,
        receive: @escaping (Span<UInt8>, TransportAddress, TransportAddress) -> Void
    ) throws(EventLoopError) {
        var system = clinux_address(address)
        descriptor = unsafe clinux_udp_bind(&system, Self.bufferBytes)
        guard descriptor >= 0 else { throw EventLoopError(call: "bind \(address)", errno: errno) }
        self.loop = loop
        self.batch = batch
        self.receive = receive
        self.address = TransportAddress(ip: address.ip, port: UInt16(clamping: clinux_local_port(descriptor)))
        do {
            watch = try loop.watch(descriptor, for: .readable, handler: self)
        } catch {
            clinux_close(descriptor)
            throw error
        }
    }

    func close() {
        guard let watch else { return }
        loop.endWatch(watch)
        self.watch = nil
        clinux_close(descriptor)
    }

    func send(_ datagram: Span<UInt8>, to remote: TransportAddress) {
        guard watch != nil else { return }
        var system = clinux_address(remote)
        let sent = unsafe datagram.withUnsafeBytes { bytes in
            unsafe clinux_send_datagram(descriptor, bytes.baseAddress, bytes.count, &system)
        }
        if sent < 0 { unsent += 1 }
    }

    func descriptorIsReady(_ readiness: Readiness) {
        for _ in 0..<Self.readsPerTurn {
            guard watch != nil else { return }
            let count = batch.receive(from: descriptor)
            // An error of an earlier datagram's (ICMP) is told here too; the next read goes on.
            if count < 0, errno == EAGAIN { return }
            // What takes a datagram may close this socket.
            for position in 0..<max(0, count) where watch != nil {
                batch.pass(position) { bytes, sender in receive(bytes, sender, address) }
            }
            if count >= 0, count < DatagramBatch.size { return }
        }
    }
}

extension clinux_address {
    init(_ address: TransportAddress) {
        self.init(
            high: address.ip.high,
            low: address.ip.low,
            port: address.port,
            is_ipv6: address.ip.family == .ipv6
        )
    }
}

extension TransportAddress {
    init(_ system: clinux_address) {
        let ip =
            system.is_ipv6
            ? IPAddress(ipv6High: system.high, low: system.low)
            : IPAddress(ipv4: UInt32(truncatingIfNeeded: system.low))
        self.init(ip: ip, port: system.port)
    }
}
