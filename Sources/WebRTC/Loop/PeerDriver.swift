// SPDX-License-Identifier: MIT

internal import EventLoop
internal import ICE
internal import SCTP
internal import SDP

/// A peer connection on a loop: its owner is told what happens, and its timer is set.
final class PeerDriver {
    let peer: PeerConnection
    private let loop: EventLoop
    private weak var owner: (any PeerOwner)?
    private let transport: (PeerEvent) -> Void
    private var timer: LoopTimer?
    private var isSettling = false

    /// Takes a peer.
    ///
    /// - Parameters:
    ///   - peer: The peer, which nobody else drives.
    ///   - loop: Its loop.
    ///   - owner: Told of all but routes; not kept alive.
    ///   - transport: Told of routes, and before the owner is, of the pair that ICE has chosen and of the end.
    init(
        _ peer: PeerConnection,
        loop: EventLoop,
        owner: any PeerOwner,
        transport: @escaping (PeerEvent) -> Void
    ) {
        self.peer = peer
        self.loop = loop
        self.owner = owner
        self.transport = transport
        timer = LoopTimer(loop: loop) { [unowned self] in act { peer, now in peer.handleTimeout(now: now) } }
    }

    /// Does something with the peer, and then what follows from it.
    func act(_ body: (PeerConnection, Duration) throws -> Void) rethrows {
        defer { settle() }
        try body(peer, loop.peerTime)
    }

    /// Tells what has happened, and sets the timer.
    func settle() {
        // What the owner does on an event may lead here again; order is kept by the one that began.
        guard !isSettling else { return }
        isSettling = true
        defer { isSettling = false }
        while let event = peer.nextEvent() {
            switch event {
            case .route: transport(event)
            case .iceConnected, .ended:
                let owner = owner
                transport(event)
                owner?.peer(peer, told: event, now: loop.peerTime)
            case .connected, .channel: owner?.peer(peer, told: event, now: loop.peerTime)
            }
        }
        timer?.arm(atPeerTime: peer.nextTimeout)
    }

    /// Leaves the peer to itself, also from within what the owner is told.
    func stop() {
        timer?.disarm()
        timer = nil
        owner = nil
    }
}
