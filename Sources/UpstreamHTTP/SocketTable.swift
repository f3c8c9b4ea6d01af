// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop

/// libcurl's sockets on one loop, by descriptor.
///
/// libcurl asks for a socket to be watched when a transfer starts to use it and to be forgotten when the transfer
/// ends: two system calls per exchange on a kept connection. So a watch outlives the transfer, until the connection
/// closes or something arrives that nobody waits for.
final class SocketTable {
    private let loop: EventLoop
    private var sockets: [UpstreamSocket?] = []

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// Watches `descriptor` for what libcurl wants to know of it; for nothing when `wanted` is empty.
    func setInterest(in descriptor: Int32, _ wanted: Readiness, multi: MultiHandle) {
        if let socket = socket(descriptor) {
            socket.wanted = wanted
            socket.update()
            if !socket.isWatched, !socket.isEstablished { remove(descriptor) }
        } else if !wanted.isEmpty {
            insert(UpstreamSocket(descriptor, multi: multi, loop: loop, wanted: wanted))
        }
    }

    /// Notes a socket that has just been opened.
    ///
    /// libcurl closes a socket that lost the race between two addresses without a word. If the new socket has such a
    /// one's number, libcurl believes that it is being watched already, as the old one was.
    func didOpen(_ descriptor: Int32, multi: MultiHandle) {
        guard let lost = socket(descriptor) else { return }
        let wanted = lost.wanted
        lost.stopWatching()
        remove(descriptor)
        if !wanted.isEmpty { insert(UpstreamSocket(descriptor, multi: multi, loop: loop, wanted: wanted)) }
    }

    /// Lets watches outlive transfers from now on, if just one of `descriptors` has become the connection.
    ///
    /// Only sockets of established connections are announced by libcurl before it closes them. With two candidates it
    /// cannot be known here which one won; both are then watched exactly as libcurl says.
    func didEstablish(oneOf descriptors: [Int32]) {
        let open = Set(descriptors).compactMap(socket)
        if open.count == 1 { open[0].isEstablished = true }
    }

    /// Closes the socket of an established connection.
    func close(_ descriptor: Int32) {
        socket(descriptor)?.stopWatching()
        remove(descriptor)
        clinux_close(descriptor)
    }

    private func socket(_ descriptor: Int32) -> UpstreamSocket? {
        let index = Int(descriptor)
        return sockets.indices.contains(index) ? sockets[index] : nil
    }

    private func insert(_ socket: UpstreamSocket) {
        let index = Int(socket.descriptor)
        if index >= sockets.count {
            sockets.append(contentsOf: repeatElement(nil, count: index + 1 - sockets.count))
        }
        sockets[index] = socket
        socket.update()
    }

    private func remove(_ descriptor: Int32) {
        let index = Int(descriptor)
        if sockets.indices.contains(index) { sockets[index] = nil }
    }
}

/// One socket of libcurl's, watched on the loop.
final class UpstreamSocket: ReadinessHandler {
    let descriptor: Int32
    /// What libcurl waits for; empty between transfers.
    var wanted: Readiness
    /// Whether libcurl will say when it closes the socket, so that the watch may outlive a transfer.
    var isEstablished = false

    private let multi: MultiHandle
    private let loop: EventLoop
    private var watch: Watch?
    private var watched: Readiness = []

    var isWatched: Bool { watch != nil }

    init(_ descriptor: Int32, multi: MultiHandle, loop: EventLoop, wanted: Readiness) {
        self.descriptor = descriptor
        self.multi = multi
        self.loop = loop
        self.wanted = wanted
    }

    /// Brings the watch in line with what is wanted.
    func update() {
        if wanted.isEmpty {
            if !isEstablished { stopWatching() }
        } else if let watch {
            if watched != wanted { loop.changeWatch(watch, to: wanted) }
            watched = wanted
        } else {
            // The kernel may refuse for want of memory: the transfer then runs into its time limit.
            watch = try? loop.watch(descriptor, for: wanted, handler: self)
            watched = wanted
        }
    }

    func stopWatching() {
        if let watch { loop.endWatch(watch) }
        watch = nil
        watched = []
    }

    func descriptorIsReady(_ readiness: Readiness) {
        if wanted.isEmpty {
            // The server has closed an idle connection, or sent what nobody asked for. libcurl finds out when it
            // wants to use the connection again.
            stopWatching()
        } else {
            multi.socketIsReady(descriptor, readiness)
        }
    }
}
