// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// Lines of a captured session in every vocabulary: the report is JSON, what the machine keeps is bounded, and each turn
/// that begins ends once.
@c(LLVMFuzzerTestOneInput)
public func fuzzSession(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let lines = input.split(separator: UInt8(ascii: "\n")).map(Array.init)
    for vocabulary in Vocabulary.allCases {
        let report = SessionReport(lines.enumerated().map { ($0 + 1, $1) }, vocabulary: vocabulary)
        precondition((try? JSONDocument(parsing: report.json, maximumSize: .max)) != nil, "a report is no JSON")
        watch(lines, vocabulary)
    }
    return 0
}

private func watch(_ lines: [[UInt8]], _ vocabulary: Vocabulary) {
    var machine = TurnMachine()
    var open: Set<Int> = []
    func note(_ changes: [TurnChange]) {
        for change in changes {
            switch change {
            case .started(let turn): precondition(open.insert(turn).inserted, "a turn begins twice")
            case .ended(let turn): precondition(open.remove(turn.number) != nil, "a turn ends that is not open")
            case .firstOutput(let turn): precondition(open.contains(turn), "output of a turn that is not open")
            case .inputCompleted, .usageCompleted, .truncated, .sessionUsage: break
            }
        }
    }
    for (index, line) in lines.enumerated() {
        guard let record = try? RecordedEvent(line: line, vocabulary: vocabulary) else { continue }
        note(machine.observe(record.event, at: .milliseconds(index)))
        precondition(machine.retainedBytes < TurnMachine.maximumRetainedBytes, "the machine keeps too much")
        precondition(machine.openTurns.count == open.count, "a turn is lost")
    }
    note(machine.close(at: .milliseconds(lines.count)))
    precondition(open.isEmpty, "a turn stays open")
}
