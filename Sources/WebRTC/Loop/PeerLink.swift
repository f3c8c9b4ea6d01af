// SPDX-License-Identifier: MIT

public import EventLoop
public import ICE
internal import DTLS
internal import SCTP
internal import SDP

/// The UDP sockets of one offering peer connection: one for each address of ours, until ICE has chosen one.
///
/// A provider may have many calls behind one address, and any of ours may come from another: so each has sockets of its own,
/// and nothing needs to be told apart. It is confined to its loop; the sockets are closed with the connection.
public final class PeerLink: PeerConnectionOutput {
    private let loop: EventLoop
    private let memory: LoopMemory
    private weak var owner: (any PeerOwner)?
    private var sockets = BoundSockets()
    private var driver: PeerDriver?

    /// Binds the sockets; the system chooses the ports.
    ///
    /// - Parameters:
    ///   - loop: The loop, whose thread this is called on.
    ///   - addresses: Of this machine, the preferred first; those that cannot be bound are left out, and those beyond
    ///     ``ICE/ICELimits/localCandidates``.
    ///   - memory: What the loop's links and ports share.
    ///   - owner: Told of the peer's events; not kept alive.
    /// - Throws: `EventLoopError` if none can be bound.
    public init(
        loop: EventLoop,
        addresses: [IPAddress],
        memory: LoopMemory = LoopMemory(),
        owner: any PeerOwner
    ) throws(EventLoopError) {
        self.loop = loop
        self.memory = memory
        self.owner = owner
        let bindings = addresses.prefix(ICELimits.localCandidates).map { PortBinding($0) }
        try sockets.bind(bindings, ports: [0], loop: loop, memory: memory) { [unowned self] bytes, from, at in
            receive(bytes, from: from, at: at)
        }
    }

    /// Where the peer is reached.
    public var addresses: [TransportAddress] { sockets.addresses }
    /// The time that the peer is told: since the start of the loop's clock.
    public var now: Duration { loop.peerTime }

    /// Makes the peer, once, with this link as its output.
    public func make(_ make: (PeerLink, Duration) throws -> PeerConnection) rethrows {
        guard driver == nil, let owner else { preconditionFailure("a second peer on a link, or one without an owner") }
        let driver = PeerDriver(try make(self, now), loop: loop, owner: owner) { [unowned self] event in
            switch event {
            case .iceConnected: closeUnusedSockets()
            case .ended: close()
            case .route, .connected, .channel: break
            }
        }
        self.driver = driver
        driver.settle()
    }

    /// Does something with the peer, and then what follows from it; nothing if it is gone.
    public func act(_ body: (PeerConnection, Duration) throws -> Void) rethrows {
        try driver?.act(body)
    }

    /// An agent that controls has chosen for good: of a call that is up, one socket is left.
    private func closeUnusedSockets() {
        guard let pair = driver?.peer.pairForData else { return }
        sockets.closeOthers(than: pair.local)
    }

    /// Closes the sockets at once, and leaves the peer without a word.
    public func close() {
        sockets.close()
        driver?.stop()
        driver = nil
    }

    /// Where the peer opens and makes packets.
    public var packetMemory: PacketMemory { memory.packets }

    /// Sends a datagram from the address of the pair.
    public func send(_ datagram: Span<UInt8>, over pair: ICEPair) {
        sockets.send(datagram, over: pair)
    }

    private func receive(_ datagram: Span<UInt8>, from remote: TransportAddress, at local: TransportAddress) {
        guard let peer = driver?.peer else { return }
        let pair = ICEPair(local: local, remote: remote)
        switch DatagramKind(datagram) {
        case .stun:
            guard let message = try? STUNMessage(parsing: datagram) else { return }
            act { peer, now in peer.receive(message, in: datagram, over: pair, now: now) }
        case .dtls: if peer.takes(pair) { act { peer, now in peer.receiveDTLS(datagram, now: now) } }
        case .rtp: if peer.takes(pair) { peer.receiveRTP(datagram, now: now) }
        case .rtcp: if peer.takes(pair) { peer.receiveRTCP(datagram, now: now) }
        case .other: break
        }
    }
}
