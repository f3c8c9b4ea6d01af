// SPDX-License-Identifier: MIT

internal import RTP
internal import Testing

@Suite("Sequence numbers")
struct SequenceTrackerTests {
    private func verdicts(_ numbers: UInt16..., probation: Int = 2) -> [SequenceTracker.Verdict] {
        var tracker = SequenceTracker(probationPackets: probation)
        return numbers.map { tracker.receive($0) }
    }

    private let newest = SequenceTracker.Verdict.newest(isRestart: false)

    @Test("a source counts from the second packet in sequence")
    func probation() {
        #expect(verdicts(10, 11, 12) == [.probation, newest, newest])
        #expect(verdicts(10, 12, 13) == [.probation, .probation, newest])
        #expect(verdicts(10, 10, 11) == [.probation, .probation, newest])
        #expect(verdicts(65535, 0) == [.probation, newest])
        #expect(verdicts(1, 2, 3, 4, probation: 3) == [.probation, .probation, newest, newest])
        #expect(verdicts(10, probation: 1) == [newest])
        #expect(verdicts(10, probation: 0) == [newest])
    }

    @Test("reordering, duplicates and gaps are told")
    func order() {
        #expect(verdicts(10, 12, 11, 12, 20, probation: 0) == [newest, newest, .behind, .behind, newest])
    }

    @Test("limits are those of RFC 3550, appendix A.1, from both sides")
    func limits() {
        #expect(verdicts(0, 2999, probation: 0).last == newest)
        #expect(verdicts(0, 3000, probation: 0).last == .suspect)
        #expect(verdicts(1000, 900, probation: 0).last == .behind)
        #expect(verdicts(1000, 899, probation: 0).last == .suspect)
    }

    @Test("two packets in sequence far away are a restart; one alone is not")
    func restart() {
        #expect(
            verdicts(10, 40000, 40001, 40002, probation: 0) == [newest, .suspect, .newest(isRestart: true), newest]
        )
        #expect(verdicts(10, 40000, 11, 40001, probation: 0) == [newest, .suspect, newest, .suspect])
        #expect(verdicts(10, 65000, 30000, 30001, probation: 0).last == .newest(isRestart: true))
        #expect(verdicts(10, 40000, 50000, 40001, probation: 0).last == .suspect)
    }
}
