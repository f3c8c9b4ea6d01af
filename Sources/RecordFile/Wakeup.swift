// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// One thread waits, others wake it; being woken before one waits counts.
final class Wakeup: Sendable {
    private let descriptor: Int32

    init() throws(RecordFileError) {
        descriptor = clinux_eventfd()
        guard descriptor >= 0 else { throw .now(.start) }
    }

    deinit {
        clinux_close(descriptor)
    }

    func signal() { clinux_eventfd_signal(descriptor) }

    /// Waits, but not longer than that.
    func wait(for interval: Duration) {
        let (seconds, attoseconds) = interval.components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        // Rounded up, or a wait for a moment is none.
        let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let total =
            milliseconds.overflow ? Int64.max : milliseconds.partialValue.addingReportingOverflow(rest).partialValue
        clinux_wait_readable(descriptor, -1, Int32(clamping: max(0, total)))
        clinux_eventfd_drain(descriptor)
    }

    /// Waits for this one or another, however long it takes.
    func wait(orFor other: Wakeup) {
        clinux_wait_readable(descriptor, other.descriptor, -1)
        clinux_eventfd_drain(descriptor)
        clinux_eventfd_drain(other.descriptor)
    }
}
