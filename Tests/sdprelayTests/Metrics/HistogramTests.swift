// SPDX-License-Identifier: MIT

import Testing

@testable import sdprelay

struct HistogramTests {
    @Test(
        "A bound counts what is at most that",
        arguments: [
            (Duration.zero, 0), (.milliseconds(1), 0), (.microseconds(1001), 1), (.milliseconds(5), 1),
            (.seconds(1), 8),
            (.seconds(60), 11), (.seconds(60) + .microseconds(1), 12), (.seconds(1_000_000), 12),
        ]
    )
    func bounds(duration: Duration, bucket: Int) {
        var histogram = Histogram()
        histogram.note(duration)
        for index in histogram.counts.indices { #expect(histogram.counts[index] == (index == bucket ? 1 : 0)) }
        #expect(histogram.sum == duration)
    }

    @Test func boundsAreTheSameInBothUnits() {
        for index in Histogram.bounds.indices {
            #expect(Int64((Histogram.bounds[index] * 1_000_000).rounded()) == Histogram.microseconds[index])
        }
    }

    @Test func writesEachBucketWithThoseBelowIt() {
        var histogram = Histogram()
        for duration in [Duration.milliseconds(2), .milliseconds(3), .milliseconds(20), .seconds(90)] {
            histogram.note(duration)
        }
        var text = PrometheusText()
        text.histogram("d", [("l", "a")], histogram)
        let lines = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.first == #"d_bucket{l="a",le="0.001"} 0"#)
        #expect(lines.contains(#"d_bucket{l="a",le="0.005"} 2"#))
        #expect(lines.contains(#"d_bucket{l="a",le="0.025"} 3"#))
        #expect(
            lines.suffix(4) == [
                #"d_bucket{l="a",le="60"} 3"#, #"d_bucket{l="a",le="+Inf"} 4"#, #"d_sum{l="a"} 90.025"#,
                #"d_count{l="a"} 4"#,
            ]
        )
    }

    @Test func escapesLabels() {
        var text = PrometheusText()
        text.sample("m", [("a", "\\ \" \n é"), ("b", "")], 7)
        #expect(String(decoding: text.bytes, as: UTF8.self) == #"m{a="\\ \" \n é",b=""} 7"# + "\n")
    }
}
