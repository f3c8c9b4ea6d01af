// SPDX-License-Identifier: MIT

internal import CLinux
internal import Cryptography
internal import Gateway
internal import HTTPServer
internal import RecordFile
internal import Synchronization
internal import TextCoding

/// What all loops share while the relay runs, whatever the configuration.
final class RelayState: Sendable {
    let loopCount: Int
    let connectionCount = ConnectionCount()
    let rememberedCalls = RememberedCalls()
    let loopbackCalls = LoopbackCalls()
    let bridgedCalls: BridgedCallTable
    let bridgeSlots = BridgeSlots()
    let callFeed = CallFeed()
    /// Where bridged calls are recorded that are over; nil for nowhere.
    let records: RecordFile?
    let metrics: RelayMetrics
    let console = ConsolePage()
    let mediaIdentity = MediaIdentity()
    /// What call ids are sealed with if the configuration has no secret: it ends with the process.
    let processSecret: String
    private let draining = Atomic<Bool>(false)
    private let runningLoops: Atomic<Int>
    /// Readable once every loop has ended.
    let allEnded: Int32

    /// Makes the state; nil if the system has no random bytes.
    init?(loops: Int, records: RecordFile? = nil) {
        guard let random = RandomBytes.make(32) else { return nil }
        loopCount = loops
        self.records = records
        bridgedCalls = BridgedCallTable(loops: loops)
        processSecret = Base64.encode(random)
        metrics = RelayMetrics(loops: loops, startedAt: Clock.unixTime())
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
