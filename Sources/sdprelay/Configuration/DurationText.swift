// SPDX-License-Identifier: MIT

/// Times as people write them in a configuration.
enum DurationText {
    /// Reads `"500ms"`, `"5s"`, `"2m"`, `"1h"` or a number of seconds; nil for anything else or below zero.
    static func duration(_ value: ConfigurationValue) -> Duration? {
        switch value {
        case .number(let seconds): milliseconds(seconds * 1000)
        case .string(let text): duration(text)
        default: nil
        }
    }

    private static func duration(_ text: String) -> Duration? {
        for (suffix, factor) in [("ms", 1.0), ("s", 1000.0), ("m", 60_000.0), ("h", 3_600_000.0)]
        where text.hasSuffix(suffix) {
            guard let number = Double(text.dropLast(suffix.count)) else { return nil }
            return milliseconds(number * factor)
        }
        return nil
    }

    private static func milliseconds(_ count: Double) -> Duration? {
        guard count.isFinite, count >= 0, count <= 1e12 else { return nil }
        return .milliseconds(Int64(count.rounded()))
    }

    /// A time as it would be written.
    static func text(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }
}
