// SPDX-License-Identifier: MIT

internal import CLinux
internal import EventLoop

/// A policy's time limits in the clock's unit, worked out once per policy.
struct ExchangeLimits {
    let connect: UInt64
    let firstByte: UInt64
    let total: UInt64

    init(_ policy: UpstreamHTTPPolicy) {
        connect = policy.connectTimeout.wholeNanoseconds
        firstByte = policy.firstByteTimeout.wholeNanoseconds
        total = policy.totalTimeout.wholeNanoseconds
    }
}

/// When the stages of one exchange began, and until when the current one may last.
struct ExchangeClock {
    private enum Stage {
        case connecting
        case awaitingStatus
        case receiving
    }

    private let start: LoopInstant
    private let limits: ExchangeLimits
    private let totalDeadline: LoopInstant
    private var stage = Stage.connecting
    private var readyAt: LoopInstant?
    private var statusAt: LoopInstant?

    /// The earliest time at which ``expiredLimit(at:)`` can be anything but nil.
    private(set) var deadline: LoopInstant

    init(start: LoopInstant, limits: ExchangeLimits) {
        self.start = start
        self.limits = limits
        totalDeadline = start.advanced(byNanoseconds: limits.total)
        deadline = min(totalDeadline, start.advanced(byNanoseconds: limits.connect))
    }

    /// The connection can carry the request: what follows is the wait for the status line.
    mutating func connectionIsReady(at now: LoopInstant) {
        stage = .awaitingStatus
        readyAt = now
        deadline = min(totalDeadline, now.advanced(byNanoseconds: limits.firstByte))
    }

    /// The final status line is here: only the total limit is left.
    mutating func statusHasArrived(at now: LoopInstant) {
        stage = .receiving
        statusAt = now
        deadline = totalDeadline
    }

    /// The limit that has run out, if one has.
    func expiredLimit(at now: LoopInstant) -> UpstreamHTTPError.Code? {
        guard now >= deadline else { return nil }
        guard deadline < totalDeadline else { return .totalTimeout }
        return switch stage {
        case .connecting: .connectTimeout
        case .awaitingStatus: .firstByteTimeout
        case .receiving: .totalTimeout
        }
    }

    func timings(end: LoopInstant, isNewConnection: Bool) -> UpstreamHTTPResponse.Timings {
        UpstreamHTTPResponse.Timings(
            connect: isNewConnection ? (readyAt ?? end).duration(since: start) : nil,
            firstByte: (statusAt ?? end).duration(since: start),
            total: end.duration(since: start)
        )
    }
}

extension LoopInstant {
    /// The time as of this call, where ``EventLoop/EventLoop/now`` is that of the loop's turn.
    static var current: LoopInstant { LoopInstant(nanoseconds: clinux_monotonic_nanoseconds()) }

    /// The instant that lies so many nanoseconds later.
    func advanced(byNanoseconds distance: UInt64) -> LoopInstant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(distance)
        return overflow ? .never : LoopInstant(nanoseconds: sum)
    }
}
