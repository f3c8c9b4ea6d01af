// SPDX-License-Identifier: MIT

internal import EventLoop
internal import Glibc
internal import ICE

/// The UDP sockets of a loop's peers, or of one peer, and where they are reached.
struct BoundSockets {
    /// How often the system is asked for a port that is free at all addresses of a binding.
    private static let portAttempts = 16

    /// Takes a datagram, with the sender's and our own address.
    typealias Receive = (Span<UInt8>, TransportAddress, TransportAddress) -> Void

    private var sockets: [DatagramSocket] = []
    /// What descriptions carry as candidates.
    private(set) var addresses: [TransportAddress] = []

    /// Binds the sockets; called once.
    ///
    /// - Parameters:
    ///   - bindings: What to bind, the preferred first; addresses that cannot be bound are left out.
    ///   - ports: Tried in turn for each binding until one is free; 0 alone lets the system choose.
    ///   - loop: The loop that they live on.
    ///   - memory: What the loop's sockets share.
    ///   - receive: Takes what comes.
    /// - Throws: `EventLoopError` if no address can be bound.
    mutating func bind(
        _ bindings: [PortBinding],
        ports: [UInt16],
        loop: EventLoop,
        memory: LoopMemory,
        receive: @escaping Receive
    ) throws(EventLoopError) {
        var failure: EventLoopError?
        for binding in bindings {
            do throws(EventLoopError) {
                let bound = try Self.bind(binding, ports, loop, memory, receive)
                sockets += bound
                // What could not be bound is reached by nobody.
                let lost = binding.addresses.filter { address in !bound.contains { $0.address.ip == address } }
                let port = bound[0].address.port
                addresses += binding.candidates.filter { !lost.contains($0) }
                    .map { TransportAddress(ip: $0, port: port) }
            } catch {
                failure = error
            }
        }
        if sockets.isEmpty, let failure { throw failure }
    }

    /// Sends a datagram from the address of the pair.
    func send(_ datagram: Span<UInt8>, over pair: ICEPair) {
        sockets.first { $0.address == pair.local }?.send(datagram, to: pair.remote)
    }

    /// Closes all sockets but that of an address.
    mutating func closeOthers(than address: TransportAddress) {
        for socket in sockets where socket.address != address { socket.close() }
        sockets.removeAll { $0.address != address }
    }

    mutating func close() {
        for socket in sockets { socket.close() }
        sockets = []
        addresses = []
    }

    /// The sockets of a binding, on the first port that is free at all of its addresses; at least one.
    private static func bind(
        _ binding: PortBinding,
        _ ports: [UInt16],
        _ loop: EventLoop,
        _ memory: LoopMemory,
        _ receive: @escaping Receive
    ) throws(EventLoopError) -> [DatagramSocket] {
        var failure = EventLoopError(call: "bind", errno: EADDRNOTAVAIL)
        // What the system chooses at one address can be taken at the next one.
        let ports = ports == [0] ? [UInt16](repeating: 0, count: portAttempts) : ports
        for port in ports {
            do throws(EventLoopError) {
                let bound = try bind(binding.addresses, port, loop, memory, receive)
                if bound.isEmpty { break }
                return bound
            } catch {
                // Only another port would help, and only against this.
                failure = error
                guard error.errno == EADDRINUSE else { break }
            }
        }
        throw failure
    }

    private static func bind(
        _ addresses: [IPAddress],
        _ wanted: UInt16,
        _ loop: EventLoop,
        _ memory: LoopMemory,
        _ receive: @escaping Receive
    ) throws(EventLoopError) -> [DatagramSocket] {
        var bound: [DatagramSocket] = []
        var failure: EventLoopError?
        for ip in addresses {
            do throws(EventLoopError) {
                let address = TransportAddress(ip: ip, port: bound.first?.address.port ?? wanted)
                bound.append(try DatagramSocket(address, loop: loop, batch: memory.datagrams, receive: receive))
            } catch {
                failure = error
                // Anything else is an address that can go, or not be ready yet, between being listed and being bound.
                guard error.errno == EADDRINUSE else { continue }
                for socket in bound { socket.close() }
                throw error
            }
        }
        if bound.isEmpty, let failure { throw failure }
        return bound
    }
}
