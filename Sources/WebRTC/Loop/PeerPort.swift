// SPDX-License-Identifier: MIT

public import EventLoop
public import ICE
internal import DTLS
internal import SCTP
internal import SDP

/// The owner of a peer connection.
public protocol PeerOwner: AnyObject {
    /// Tells what has happened; the owner may send, and close, in the call.
    func peer(_ peer: PeerConnection, told event: PeerEvent, now: Duration)
}

/// The UDP sockets of one loop, one for each address, and the peers that are reached there.
///
/// Checks find their peer by the fragment that they name, all else by the address that a peer has validated, and if several
/// have, by what each of them finds authentic; what nobody knows is dropped and leaves nothing behind. It is confined to its
/// loop.
public final class PeerPort: PeerConnectionOutput {
    private let loop: EventLoop
    /// What the sockets and peers of the loop share.
    public let memory = LoopMemory()
    private var sockets = BoundSockets()
    private var demultiplexer: ICEDemultiplexer
    private var peers: [ICEPeerID: PeerDriver] = [:]
    private var count = 0

    /// How many datagrams went to no peer.
    public private(set) var dropped: UInt64 = 0

    /// Binds the sockets, on ports that the system chooses.
    ///
    /// - Parameters:
    ///   - loop: The loop, whose thread this is called on, or which does not run yet.
    ///   - addresses: Of this machine; those that cannot be bound are left out.
    ///   - maximumPeers: How many peers there may be at once.
    /// - Throws: `EventLoopError` if none can be bound.
    public convenience init(loop: EventLoop, addresses: [IPAddress], maximumPeers: Int) throws(EventLoopError) {
        try self.init(loop: loop, bindings: addresses.map { PortBinding($0) }, maximumPeers: maximumPeers)
    }

    /// Binds the sockets.
    ///
    /// - Parameters:
    ///   - loop: The loop, whose thread this is called on, or which does not run yet.
    ///   - bindings: What to bind, the preferred first; addresses that cannot be bound are left out.
    ///   - ports: Tried in turn for each binding until one is free; 0 alone lets the system choose.
    ///   - maximumPeers: How many peers there may be at once.
    /// - Throws: `EventLoopError` if no address can be bound.
    public init(
        loop: EventLoop,
        bindings: [PortBinding],
        ports: [UInt16] = [0],
        maximumPeers: Int
    ) throws(EventLoopError) {
        self.loop = loop
        demultiplexer = ICEDemultiplexer(maximumPeerCount: maximumPeers)
        try sockets.bind(bindings, ports: ports, loop: loop, memory: memory) { [unowned self] bytes, from, at in
            receive(bytes, from: from, at: at)
        }
    }

    /// Where peers are reached: what their descriptions carry as candidates.
    public var addresses: [TransportAddress] { sockets.addresses }
    /// How many peers there are.
    public var peerCount: Int { peers.count }
    /// The time that peers are told: since the start of the loop's clock.
    public var now: Duration { loop.peerTime }

    /// Closes the sockets and ends all peers.
    public func close() {
        for handle in peers.keys { act(on: handle) { peer, now in peer.close(now: now) } }
        sockets.close()
    }

    // MARK: Peers

    /// Adds a peer.
    ///
    /// - Parameters:
    ///   - owner: Told of its events; not kept alive.
    ///   - make: Makes it, with this port as its output.
    /// - Returns: The peer's handle; nil if there are as many as may be.
    /// - Throws: What `make` throws.
    public func add(
        owner: any PeerOwner,
        make: (PeerPort, Duration) throws -> PeerConnection
    ) throws -> ICEPeerID? {
        count += 1
        let handle = ICEPeerID(rawValue: count)
        let peer = try make(self, now)
        guard demultiplexer.register(ufrag: peer.localUfrag, of: handle) == .done else { return nil }
        let driver = PeerDriver(peer, loop: loop, owner: owner) { [unowned self] event in route(event, of: handle) }
        peers[handle] = driver
        driver.settle()
        return handle
    }

    /// Does something with a peer, and then what follows from it; nothing if the peer is gone.
    public func act(on handle: ICEPeerID, _ body: (PeerConnection, Duration) throws -> Void) rethrows {
        try peers[handle]?.act(body)
    }

    private func route(_ event: PeerEvent, of handle: ICEPeerID) {
        switch event {
        case .route(.fragmentAdded(let fragment)): _ = demultiplexer.register(ufrag: fragment, of: handle)
        case .route(.fragmentRemoved(let fragment)): demultiplexer.remove(ufrag: fragment, of: handle)
        case .route(.added(let address)): _ = demultiplexer.register(address: address, of: handle)
        case .route(.removed(let address)): demultiplexer.remove(address: address, of: handle)
        case .ended:
            demultiplexer.remove(peer: handle)
            peers[handle] = nil
        case .iceConnected, .connected, .channel: break
        }
    }

    // MARK: Datagrams

    /// Where the peers open and make packets.
    public var packetMemory: PacketMemory { memory.packets }

    /// Sends a datagram from the address of the pair.
    public func send(_ datagram: Span<UInt8>, over pair: ICEPair) {
        sockets.send(datagram, over: pair)
    }

    private func receive(_ datagram: Span<UInt8>, from remote: TransportAddress, at local: TransportAddress) {
        switch demultiplexer.route(datagram, from: remote) {
        case .stun(let handle, let message):
            let pair = ICEPair(local: local, remote: remote)
            peers[handle]?.act { peer, now in peer.receive(message, in: datagram, over: pair, now: now) }
        case .dtls(let handle):
            let others = demultiplexer.otherPeers(at: remote)
            guard others.isEmpty else { return share(datagram, among: [handle] + others) }
            peers[handle]?.act { peer, now in peer.receiveDTLS(datagram, now: now) }
        // Nothing follows from a packet but what `onRTP` does.
        case .rtp(let handle):
            if peers[handle]?.peer.receiveRTP(datagram, now: now) == true { return }
            _ = demultiplexer.otherPeers(at: remote).first { peers[$0]?.peer.receiveRTP(datagram, now: now) == true }
        case .rtcp(let handle):
            if peers[handle]?.peer.receiveRTCP(datagram, now: now) == true { return }
            _ = demultiplexer.otherPeers(at: remote).first { peers[$0]?.peer.receiveRTCP(datagram, now: now) == true }
        case .dropped: dropped += 1
        }
    }

    /// Gives DTLS from an address that several peers have validated to those whose it can be.
    ///
    /// Who is connected drops what is not authentic. A handshake cannot tell yet, and is that of the peer that came last: the
    /// others' clients are gone from there.
    private func share(_ datagram: Span<UInt8>, among handles: [ICEPeerID]) {
        let connecting = handles.last { peers[$0]?.peer.state == .connecting }
        for handle in handles where handle == connecting || peers[handle]?.peer.state == .connected {
            peers[handle]?.act { peer, now in peer.receiveDTLS(datagram, now: now) }
        }
    }
}
