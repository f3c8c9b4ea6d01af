// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop
internal import Glibc

/// Accepts connections on one loop.
final class Acceptor: ReadinessHandler {
    /// How many connections are accepted before other descriptors get their turn.
    private static let acceptsPerTurn = 64
    /// How long to wait for descriptors or memory to come free.
    private static let pause = Duration.milliseconds(100)

    private let loop: EventLoop
    private let listener: ListeningSocket
    private let accepted: (_ descriptor: Int32, _ peer: SocketAddress) -> Void
    private var watch: Watch?
    private var resumption: LoopTimer?

    /// Makes an acceptor that hands each new descriptor to `accepted`, which then owns it.
    init(loop: EventLoop, listener: ListeningSocket, accepted: @escaping (Int32, SocketAddress) -> Void) {
        self.loop = loop
        self.listener = listener
        self.accepted = accepted
    }

    func start() throws(EventLoopError) {
        watch = try loop.watch(listener.descriptor, for: .readable, handler: self)
    }

    /// Takes what the kernel has connected already, then stops watching the listener.
    func stop() {
        guard let watch else { return }
        self.watch = nil
        resumption?.disarm()
        for _ in 0..<ListeningSocket.backlog where !acceptOne() { break }
        loop.endWatch(watch)
    }

    func descriptorIsReady(_ readiness: Readiness) {
        for _ in 0..<Self.acceptsPerTurn where watch != nil {
            guard acceptOne() else { return }
        }
    }

    /// Accepts one connection; false if there is none or none can be taken now.
    private func acceptOne() -> Bool {
        var peer = clinux_address()
        let descriptor = unsafe clinux_accept(listener.descriptor, &peer)
        if descriptor >= 0 {
            accepted(descriptor, SocketAddress(peer))
            return true
        }
        switch errno {
        case EAGAIN: return false
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            pauseAccepting()
            return false
        default:
            // The connection broke before it was accepted (accept(2), "Error handling"); others may wait behind it.
            return true
        }
    }

    /// The listener stays readable while the process has no descriptors left, so watching it on would spin.
    private func pauseAccepting() {
        guard let watch else { return }
        loop.changeWatch(watch, to: [])
        let timer = resumption ?? LoopTimer(loop: loop) { [weak self] in self?.resume() }
        resumption = timer
        timer.arm(after: Self.pause)
    }

    private func resume() {
        if let watch { loop.changeWatch(watch, to: .readable) }
    }
}
