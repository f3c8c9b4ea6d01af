// SPDX-License-Identifier: MIT

internal import CLinux

/// The clocks of the process.
enum Clock {
    /// The time since the start of the monotonic clock that the event loops use too.
    static func now() -> Duration {
        .nanoseconds(Int64(clamping: clinux_monotonic_nanoseconds()))
    }

    /// The seconds since 1970.
    static func unixTime() -> Int64 {
        clinux_unix_microseconds() / 1_000_000
    }
}
