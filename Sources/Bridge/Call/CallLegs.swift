// SPDX-License-Identifier: MIT

internal import EventLoop
internal import ICE
internal import SDP
internal import WebRTC

/// The two connections of a bridged call, and where each stands.
///
/// Toward the client an ICE-lite peer on the loop's shared port, toward the provider a full agent with sockets of its own.
final class CallLegs {
    /// Where a connection stands.
    enum State: String {
        case connecting
        case connected
        case ended
    }

    /// Takes the events of one side.
    private final class Owner: PeerOwner {
        let side: CallSide
        unowned let legs: CallLegs

        init(_ side: CallSide, _ legs: CallLegs) {
            self.side = side
            self.legs = legs
        }

        func peer(_ peer: PeerConnection, told event: PeerEvent, now: Duration) {
            switch event {
            case .connected: legs.states[side] = .connected
            case .ended: legs.states[side] = .ended
            case .route, .iceConnected, .channel: break
            }
            legs.onEvent?(side, event, now)
        }
    }

    /// Told of each event but routes.
    var onEvent: ((CallSide, PeerEvent, Duration) -> Void)?
    private(set) var states = BothSides(State.connecting)
    private let port: PeerPort
    private var link: PeerLink?
    private var owners: [Owner] = []
    private var handle: ICEPeerID?
    private var peers = BothSides<PeerConnection?>(nil)

    init(port: PeerPort) {
        self.port = port
        owners = [Owner(.client, self), Owner(.upstream, self)]
    }

    /// The connection of a side, also when it is over; nil before it is made.
    subscript(side: CallSide) -> PeerConnection? { peers[side] }

    /// The time that both connections are told.
    var now: Duration { port.now }

    /// Whether both connections are over.
    var areEnded: Bool { states.client == .ended && states.upstream == .ended }

    /// Answers the client's offer; false if the port has as many peers as it may.
    func answerClient(_ offer: SessionDescription, _ settings: PeerSettings) throws -> Bool {
        handle = try port.add(owner: owners[0]) { port, now in
            let peer = try PeerConnection(answering: offer, settings: settings, output: port, now: now)
            peers.client = peer
            return peer
        }
        return handle != nil
    }

    /// Makes the offer for the provider; its sockets are bound to addresses of this machine.
    ///
    /// - Throws: `EventLoopError` if none can be bound.
    func offerUpstream(from addresses: [IPAddress], on loop: EventLoop, _ settings: PeerSettings) throws(EventLoopError)
    {
        let link = try PeerLink(loop: loop, addresses: addresses, memory: port.memory, owner: owners[1])
        self.link = link
        link.make { link, now in
            var settings = settings
            settings.addresses = link.addresses
            let peer = PeerConnection(offering: settings, output: link, now: now)
            peers.upstream = peer
            return peer
        }
    }

    /// Does something with the connection of a side, and then what follows from it; nothing if it is over.
    func act(_ side: CallSide, _ body: (PeerConnection, Duration) throws -> Void) rethrows {
        switch side {
        case .client: if let handle { try port.act(on: handle, body) }
        case .upstream: try link?.act(body)
        }
    }

    /// Ends what is there at once, without a word to either side that does not listen yet.
    func close() {
        for side in CallSide.allCases { act(side) { peer, now in peer.close(now: now) } }
    }
}
