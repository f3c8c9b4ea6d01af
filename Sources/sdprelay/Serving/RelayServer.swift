// SPDX-License-Identifier: MIT

internal import Gateway
internal import CLinux
internal import EventLoop
internal import Glibc
internal import HTTPServer

/// The composition root: builds the loops, runs them, and ends them by signal.
enum RelayServer {
    /// Serves until SIGTERM or SIGINT.
    static func run(_ configuration: RelayConfiguration) -> ExitCode {
        let signals = clinux_open_termination_signals()
        guard signals >= 0 else { return cannotStart("signals", "errno \(errno)") }
        let loopCount = configuration.loops ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let state = RelayState(loops: loopCount, maxInFlight: configuration.limits.maxInFlight)
        let listeners: [ListeningSocket]
        do {
            listeners = try configuration.listen.bind(count: loopCount)
        } catch {
            return cannotStart(configuration.listen.description, error.description)
        }
        var loops: [EventLoop] = []
        var relays: [LoopBound<RelayLoop>] = []
        let output = LogOutput(format: configuration.logFormat)
        do {
            for (index, listener) in listeners.enumerated() {
                let loop = try EventLoop(index: index)
                let relay = RelayLoop(
                    loop: loop,
                    listener: listener,
                    configuration: configuration,
                    state: state,
                    log: StandardErrorLog(output: output, loop: loop)
                )
                try relay.start()
                loops.append(loop)
                relays.append(LoopBound(relay, to: loop))
            }
        } catch {
            return cannotStart("event loops", "\(error)")
        }
        StartupReport(configuration: configuration, port: listeners[0].port, loops: loopCount).write(to: output)
        for loop in loops {
            guard
                LoopThread.start({
                    loop.run()
                    state.loopEnded()
                })
            else { return cannotStart("threads", "errno \(errno)") }
        }
        waitForEnd(signals, state, relays, drainTimeout: configuration.drainTimeout, output)
        return .success
    }

    private static func waitForEnd(
        _ signals: Int32,
        _ state: RelayState,
        _ relays: [LoopBound<RelayLoop>],
        drainTimeout: Duration,
        _ output: LogOutput
    ) {
        let signal = clinux_next_signal(signals)
        state.startDraining()
        output.writeEvent("draining", [("signal", String(signal)), ("in_flight", String(state.inFlight.current))])
        for relay in relays { relay.loop.submit { relay.value.drain() } }
        let milliseconds = Int32(clamping: drainTimeout.wholeNanoseconds / 1_000_000)
        switch clinux_wait_readable(signals, state.allEnded, milliseconds) {
        case 0: clinux_exit_by_signal(clinux_next_signal(signals))
        case 1: output.writeEvent("stopped", [])
        default:
            // The deadline has come: what is left is cut, and the process still ends in order.
            output.writeEvent("cut_short", [("in_flight", String(state.inFlight.current))])
            for relay in relays { relay.loop.submit { relay.value.cutShort() } }
            if clinux_wait_readable(signals, state.allEnded, 1000) == 0 {
                clinux_exit_by_signal(clinux_next_signal(signals))
            }
        }
        output.flush(within: .seconds(1))
    }

    private static func cannotStart(_ what: String, _ why: String) -> ExitCode {
        Console.printError("sdprelay: cannot start: \(what): \(why)")
        return .cannotStart
    }
}
