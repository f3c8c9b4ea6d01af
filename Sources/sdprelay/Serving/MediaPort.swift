// SPDX-License-Identifier: MIT

internal import Cryptography
internal import DTLS
internal import EventLoop
internal import Loopback
internal import SRTP
internal import WebRTC

/// The UDP port of one loop, which all calls of clients share, and what their connections need besides.
///
/// It is made on first use, on its loop, and outlives reloads.
final class MediaPort {
    /// How many clients' connections there may be on the loop: those of bridged calls, and of the loopback.
    static let maximumPeers = BridgeSettings.maximumCallsPerLoop + LoopbackEndpoint.maximumCalls

    /// A port that is open.
    struct Opened {
        let port: PeerPort
        /// The certificate of now.
        let identity: () -> DTLSIdentity
        /// A keyed hash for SCTP's cookies.
        let sign: ([UInt8]) -> [UInt8]
    }

    private let loop: EventLoop
    private let state: RelayState
    private let addresses: MediaAddresses
    private let counts: MediaCounts
    private var opened: Opened?

    init(loop: EventLoop, state: RelayState, addresses: MediaAddresses, counts: MediaCounts) {
        self.loop = loop
        self.state = state
        self.addresses = addresses
        self.counts = counts
    }

    /// The port, opened if it is not; why it cannot be stands in the failure, and the next call tries again.
    func open() throws(SetUpFailure) -> Opened {
        if let opened { return opened }
        do {
            try SRTPLibrary.start()
            let identity = try state.mediaIdentity.current()
            let key = Array(state.processSecret.utf8)
            let port = try PeerPort(
                loop: loop,
                bindings: addresses.bindings(own: LocalAddresses.all()),
                ports: addresses.ports(ofLoop: loop.index, of: state.loopCount),
                maximumPeers: Self.maximumPeers
            )
            let opened = Opened(
                port: port,
                identity: { [state] in (try? state.mediaIdentity.current()) ?? identity },
                sign: { HMAC.sha256($0, key: key) ?? [] }
            )
            self.opened = opened
            counts.watch(droppedDatagrams: { [unowned port] in port.dropped })
            return opened
        } catch {
            throw SetUpFailure(what: "media", why: "\(error)")
        }
    }

    /// Ends all connections and closes the sockets.
    func close() {
        opened?.port.close()
        counts.close()
    }
}
