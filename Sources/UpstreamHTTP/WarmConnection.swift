// SPDX-License-Identifier: MIT

internal import EventLoop

/// Keeps a connection to one origin open by asking for its root now and then.
final class WarmConnection {
    private let loop: EventLoop
    private let interval: Duration
    private let open: () -> Void
    private lazy var timer = LoopTimer(loop: loop) { [weak self] in self?.fire() }

    /// Calls `open` as soon as the loop runs, and then each time `interval` has passed.
    init(loop: EventLoop, interval: Duration, open: @escaping () -> Void) {
        self.loop = loop
        self.interval = interval
        self.open = open
        timer.arm(after: .zero)
    }

    /// Asks no more.
    func stop() {
        timer.disarm()
    }

    private func fire() {
        timer.arm(after: interval)
        open()
    }
}
