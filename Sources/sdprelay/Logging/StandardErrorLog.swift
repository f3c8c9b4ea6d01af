// SPDX-License-Identifier: MIT

internal import EventLoop
internal import Gateway

/// The request log of one loop: lines are gathered during a turn and handed to standard error at its end.
final class StandardErrorLog: RequestLog {
    /// How long lines wait for a slow reader before they are offered again.
    private static let retryInterval = Duration.milliseconds(20)

    private let output: LogOutput
    private var lines: [UInt8] = []
    private var timestamp = Timestamp()
    private var retry: LoopTimer?

    init(output: LogOutput, loop: EventLoop) {
        self.output = output
        retry = LoopTimer(loop: loop) { [unowned self] in hand(over: []) }
        loop.addEndOfTurnAction { [unowned self] in
            if !lines.isEmpty { handOver() }
        }
    }

    func write(_ record: RequestRecord) {
        switch output.format {
        case .json: JSONLogFormat.append(record, time: timestamp.now(), to: &lines)
        case .text: TextLogFormat.append(record, time: timestamp.now(), to: &lines)
        }
    }

    private func handOver() {
        hand(over: lines)
        lines.removeAll(keepingCapacity: lines.capacity <= 65_536)
    }

    private func hand(over lines: [UInt8]) {
        if output.write(lines) { retry?.arm(after: Self.retryInterval) }
    }
}
