// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc
internal import Synchronization

/// One thread around one epoll instance, and the executor of every task that belongs to it.
///
/// Start handlers with `Task.immediate(executorPreference: loop)`: their code, and all that they await, then runs on
/// the loop's thread and nowhere else. A plain `Task {}` does not inherit the preference.
///
/// One turn of the loop: run jobs, fire due timers, run the end-of-turn actions, wait for descriptors, call handlers.
@safe
public final class EventLoop: TaskExecutor, @unchecked Sendable {
    // `@unchecked Sendable`: `inbox` is locked and `thread` atomic; everything else is touched only on the loop's
    // thread (or before `run()`, by whoever sets the loop up).
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var work: [@Sendable () -> Void] = []
        var isEmpty: Bool { jobs.isEmpty && work.isEmpty }
    }

    /// The loop's place among its siblings, from 0; for logs.
    public let index: Int

    private let epoll: Int32
    private let wakeUp: Int32
    private let inbox = Locked(Inbox())
    private let thread = Atomic<pthread_t>(0)

    private var jobs: [UnownedJob] = []
    private var watches = WatchTable()
    private var timers = TimerHeap()
    private var endOfTurnActions: [() -> Void] = []
    private var isStopping = false
    private var currentTurn = LoopInstant(nanoseconds: 0)

    /// epoll's token of the wake-up descriptor; no watch can have it.
    private static let wakeUpToken = UInt64.max
    private static let eventsPerWait = 512
    /// How many jobs run before timers and descriptors get their turn: a task that yields for ever starves nobody.
    private static let jobsPerTurn = 4096

    /// Makes a loop that runs once ``run()`` is called.
    ///
    /// - Throws: ``EventLoopError`` if the process has no descriptors left.
    public init(index: Int = 0) throws(EventLoopError) {
        self.index = index
        epoll = clinux_epoll_create()
        guard epoll >= 0 else { throw EventLoopError(call: "epoll_create1", errno: errno) }
        // From here on the object is complete: `deinit` closes both descriptors, also when this throws.
        wakeUp = clinux_eventfd()
        guard wakeUp >= 0, clinux_epoll_add(epoll, wakeUp, Readiness.readable.rawValue, Self.wakeUpToken) == 0 else {
            throw EventLoopError(call: "eventfd", errno: errno)
        }
    }

    deinit {
        clinux_close(wakeUp)
        clinux_close(epoll)
    }

    // MARK: From any thread

    /// Whether the caller is on the loop's thread.
    public var isCurrent: Bool { pthread_self() == thread.load(ordering: .relaxed) }

    /// Stops the process if the caller is not on the loop's thread.
    public func preconditionIsCurrent(function: StaticString = #function) {
        precondition(isCurrent, "\(function) called off its event loop")
    }

    /// Runs `work` on the loop's thread in one of its next turns.
    public func submit(_ work: @escaping @Sendable () -> Void) {
        deliver { $0.work.append(work) }
    }

    /// Makes ``run()`` return at the end of the current turn.
    public func stop() {
        submit { self.isStopping = true }
    }

    /// Takes a job of a task that prefers this loop.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
        } else {
            deliver { $0.jobs.append(job) }
        }
    }

    private func deliver(_ add: (inout Inbox) -> Void) {
        let wasEmpty = inbox.withLock { inbox in
            let wasEmpty = inbox.isEmpty
            add(&inbox)
            return wasEmpty
        }
        if wasEmpty { clinux_eventfd_signal(wakeUp) }
    }

    // MARK: On the loop's thread

    /// The time at the start of the current turn (or of the current batch of events).
    public var now: LoopInstant { currentTurn }

    /// The number of descriptors that are being watched.
    public var watchCount: Int { watches.count }

    /// Calls `handler` whenever `descriptor` is ready for any of `readiness`, until ``endWatch(_:)``.
    ///
    /// - Throws: ``EventLoopError`` if the kernel refuses (no memory, watch limit reached).
    public func watch(
        _ descriptor: Int32,
        for readiness: Readiness,
        handler: any ReadinessHandler
    ) throws(EventLoopError) -> Watch {
        let watch = watches.insert(handler, descriptor: descriptor)
        guard clinux_epoll_add(epoll, descriptor, readiness.rawValue, watch.token) == 0 else {
            let code = errno
            _ = watches.remove(watch)
            throw EventLoopError(call: "epoll_ctl", errno: code)
        }
        return watch
    }

    /// Changes what a descriptor is watched for.
    public func changeWatch(_ watch: Watch, to readiness: Readiness) {
        guard watches.isCurrent(watch) else { return }
        let status = clinux_epoll_modify(epoll, watch.descriptor, readiness.rawValue, watch.token)
        precondition(status == 0, "epoll_ctl(MOD) failed with errno \(errno): a watched descriptor was closed")
    }

    /// Stops watching.
    ///
    /// Call it before closing the descriptor; calling it twice does nothing.
    public func endWatch(_ watch: Watch) {
        guard watches.remove(watch) else { return }
        // ENOENT or EBADF when a library closed the descriptor first (libcurl does): the kernel has forgotten it.
        _ = clinux_epoll_remove(epoll, watch.descriptor)
    }

    /// Runs `action` at the end of every turn, before the loop waits: the place to write out what a turn has gathered.
    public func addEndOfTurnAction(_ action: @escaping () -> Void) {
        endOfTurnActions.append(action)
    }

    func arm(_ timer: LoopTimer, at deadline: LoopInstant) {
        timer.isDue = false
        timers.set(timer, to: deadline)
    }

    func disarm(_ timer: LoopTimer) {
        timer.isDue = false
        timers.remove(timer)
    }

    // MARK: Running

    /// Makes the calling thread the loop's thread until ``stop()``.
    public func run() {
        thread.store(pthread_self(), ordering: .relaxed)
        currentTurn = Self.clock()
        let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: Self.eventsPerWait)
        defer { unsafe events.deallocate() }
        while true {
            runJobs()
            fireTimers()
            runJobs()
            for action in endOfTurnActions { action() }
            if isStopping { return }
            let timeout = jobs.isEmpty ? millisecondsToNextTimer() : 0
            let count = unsafe clinux_epoll_wait(epoll, events.baseAddress, Int32(events.count), timeout)
            precondition(count >= 0, "epoll_wait failed with errno \(errno)")
            currentTurn = Self.clock()
            for position in 0..<Int(count) {
                let event = unsafe events[position]
                unsafe dispatch(Readiness(rawValue: event.events), token: event.data.u64)
            }
        }
    }

    private static func clock() -> LoopInstant {
        LoopInstant(nanoseconds: clinux_monotonic_nanoseconds())
    }

    private func dispatch(_ readiness: Readiness, token: UInt64) {
        if token == Self.wakeUpToken {
            takeInbox()
        } else {
            watches.handler(token: token)?.descriptorIsReady(readiness)
        }
    }

    private func takeInbox() {
        clinux_eventfd_drain(wakeUp)
        let taken = inbox.withLock { inbox in
            let taken = inbox
            inbox = Inbox()
            return taken
        }
        jobs.append(contentsOf: taken.jobs)
        for work in taken.work { work() }
    }

    private func runJobs() {
        let executor = unsafe asUnownedTaskExecutor()
        var nextJob = 0
        // Jobs that these jobs enqueue run in the same turn.
        while nextJob < jobs.count, nextJob < Self.jobsPerTurn {
            let job = jobs[nextJob]
            nextJob += 1
            unsafe job.runSynchronously(on: executor)
        }
        if nextJob == jobs.count {
            jobs.removeAll(keepingCapacity: true)
        } else {
            jobs.removeFirst(nextJob)
        }
    }

    private func fireTimers() {
        guard timers.earliest <= currentTurn else { return }
        // A timer that arms itself for "now" again waits for the next turn: no starvation.
        var due: [LoopTimer] = []
        while let timer = timers.popDue(at: currentTurn) {
            timer.isDue = true
            due.append(timer)
        }
        // An earlier one of them may have disarmed a later one, or armed it anew.
        for timer in due where timer.isDue {
            timer.isDue = false
            timer.action()
        }
    }

    private func millisecondsToNextTimer() -> Int32 {
        let earliest = timers.earliest
        guard earliest != .never else { return -1 }
        let now = Self.clock()
        guard earliest > now else { return 0 }
        // Rounded up: waking early would spin until the deadline.
        return Int32(clamping: (earliest.nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
    }
}
