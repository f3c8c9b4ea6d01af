// SPDX-License-Identifier: MIT

internal import CLinux

/// The `Date` field, written anew once per second.
struct HTTPDate {
    private var second: Int64 = -1
    private var line: [UInt8] = []

    /// Adds the field for the time now.
    mutating func write(to bytes: inout [UInt8]) {
        let now = clinux_unix_microseconds() / 1_000_000
        if now != second {
            second = now
            line = Array("Date: \(Self.text(now))\r\n".utf8)
        }
        bytes.append(contentsOf: line)
    }

    /// An IMF-fixdate (RFC 9110 section 5.6.7) for seconds since 1970, not before 1970.
    static func text(_ unixSeconds: Int64) -> String {
        let days = unixSeconds / 86_400
        let time = unixSeconds % 86_400
        let (year, month, day) = civilDate(days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days % 7)]
        let monthName = months[month - 1]
        return "\(weekday), \(twoDigits(day)) \(monthName) \(year) "
            + "\(twoDigits(Int(time / 3600))):\(twoDigits(Int(time / 60 % 60))):\(twoDigits(Int(time % 60))) GMT"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// The date of the day that is `days` after 1970-01-01.
    ///
    /// Years are counted from March, so that the leap day is a year's last; 400 of them have 146,097 days.
    private static func civilDate(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(days) + 719_468  // days since 0000-03-01
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = shifted / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
