// SPDX-License-Identifier: MIT

internal import CLinux

/// Wall-clock time in RFC 3339 with milliseconds, in UTC; the date part is made once a second.
struct Timestamp {
    private var second: Int64 = .min
    private var prefix = ""

    /// The time now.
    mutating func now() -> String {
        text(unixMicroseconds: clinux_unix_microseconds())
    }

    /// A time as text.
    mutating func text(unixMicroseconds: Int64) -> String {
        let seconds = unixMicroseconds / 1_000_000
        if seconds != second {
            second = seconds
            prefix = Self.date(seconds)
        }
        let milliseconds = Int(unixMicroseconds / 1000 % 1000)
        return "\(prefix).\(Self.padded(milliseconds, 3))Z"
    }

    private static func date(_ seconds: Int64) -> String {
        let (year, month, day) = civil(day: Int(seconds / 86_400))
        let time = Int(seconds % 86_400)
        return "\(year)-\(padded(month, 2))-\(padded(day, 2))T\(padded(time / 3600, 2)):"
            + "\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))"
    }

    /// The civil date of a day since 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func civil(day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
