// SPDX-License-Identifier: MIT

internal import CLinux

/// The monotonic clock that the event loops use too.
enum Clock {
    /// The time since the clock's start.
    static func now() -> Duration {
        .nanoseconds(Int64(clamping: clinux_monotonic_nanoseconds()))
    }
}
