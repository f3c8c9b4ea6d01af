// SPDX-License-Identifier: MIT

internal import CLinux
internal import Gateway
internal import HTTPServer
internal import Synchronization

/// What all loops share while the relay runs.
final class RelayState: Sendable {
    let connectionCount = ConnectionCount()
    let inFlight: InFlightLimit
    private let draining = Atomic<Bool>(false)
    private let runningLoops: Atomic<Int>
    /// Readable once every loop has ended.
    let allEnded: Int32

    init(loops: Int, maxInFlight: Int) {
        inFlight = InFlightLimit(maximum: maxInFlight)
        runningLoops = Atomic(loops)
        allEnded = clinux_eventfd()
    }

    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func startDraining() {
        draining.store(true, ordering: .relaxed)
    }

    func loopEnded() {
        if runningLoops.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            clinux_eventfd_signal(allEnded)
        }
    }
}
