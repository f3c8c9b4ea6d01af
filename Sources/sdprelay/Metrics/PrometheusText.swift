// SPDX-License-Identifier: MIT

/// Metrics in Prometheus' text format, version 0.0.4.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct PrometheusText {
    enum Kind: String {
        case counter, gauge, histogram
    }

    private var text = ""

    var bytes: [UInt8] { Array(text.utf8) }

    /// Starts a metric; its samples follow.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Int) {
        sample(name, labels, String(value))
    }

    /// Writes the samples of a histogram, each bucket with those below it.
    mutating func histogram(_ name: String, _ labels: [(String, String)], _ histogram: Histogram) {
        var count = 0
        for bucket in Histogram.bounds.indices {
            count += histogram.counts[bucket]
            sample(name + "_bucket", labels + [("le", Self.number(Histogram.bounds[bucket]))], count)
        }
        count += histogram.counts[Histogram.bounds.count]
        sample(name + "_bucket", labels + [("le", "+Inf")], count)
        let (seconds, attoseconds) = histogram.sum.components
        sample(name + "_sum", labels, Self.number(Double(seconds) + Double(attoseconds) / 1e18))
        sample(name + "_count", labels, count)
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        text += name
        for (index, label) in labels.enumerated() {
            text += (index == 0 ? "{" : ",") + label.0 + "=\"" + Self.escaped(label.1) + "\""
        }
        text += (labels.isEmpty ? " " : "} ") + value + "\n"
    }

    private static func number(_ value: Double) -> String {
        let digits = value.description
        return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
