// SPDX-License-Identifier: MIT

internal import Gateway
internal import CLinux
internal import EventLoop
internal import Glibc
internal import HTTPServer
internal import Providers
internal import Synchronization

/// The composition root: builds the loops, runs them, reloads and ends them by signal.
final class RelayServer {
    private var configuration: RelayConfiguration
    private let source: ConfigurationSource
    private let state: RelayState
    private let output: LogOutput
    private let signals: Int32
    private var places: ExchangePlaces
    private var relays: [LoopBound<RelayLoop>] = []

    /// Serves until SIGTERM or SIGINT; SIGHUP reads the configuration again.
    static func run(_ configuration: RelayConfiguration, from source: ConfigurationSource) -> ExitCode {
        let signals = clinux_open_signals()
        guard signals >= 0 else { return cannotStart("signals", "errno \(errno)") }
        let loopCount = configuration.loopCount
        guard let state = RelayState(loops: loopCount) else { return cannotStart("OpenSSL", "no random bytes") }
        return RelayServer(configuration, source, state, signals).serve(loopCount)
    }

    private init(
        _ configuration: RelayConfiguration,
        _ source: ConfigurationSource,
        _ state: RelayState,
        _ signals: Int32
    ) {
        self.configuration = configuration
        self.source = source
        self.state = state
        self.signals = signals
        output = LogOutput(format: configuration.logFormat)
        places = configuration.exchangePlaces(following: nil)
    }

    private func serve(_ loopCount: Int) -> ExitCode {
        let listeners: [ListeningSocket]
        do {
            listeners = try configuration.listen.bind(count: loopCount)
        } catch {
            return Self.cannotStart(configuration.listen.description, error.description)
        }
        var loops: [EventLoop] = []
        do {
            for (index, listener) in listeners.enumerated() {
                let loop = try EventLoop(index: index)
                let relay = try RelayLoop(
                    loop: loop,
                    listener: listener,
                    configuration: configuration,
                    places: places,
                    state: state,
                    log: StandardErrorLog(output: output, loop: loop)
                )
                try relay.start()
                loops.append(loop)
                relays.append(LoopBound(relay, to: loop))
            }
        } catch let failure as SetUpFailure {
            return Self.cannotStart(failure.what, failure.why)
        } catch {
            return Self.cannotStart("event loops", "\(error)")
        }
        StartupReport(configuration: configuration, port: listeners[0].port, loops: loopCount).write(to: output)
        for loop in loops {
            let state = state
            guard
                DetachedThread.start({
                    loop.run()
                    state.loopEnded()
                })
            else { return Self.cannotStart("threads", "errno \(errno)") }
        }
        waitForEnd()
        return .success
    }

    private func waitForEnd() {
        var signal = clinux_next_signal(signals)
        while signal == SIGHUP {
            reload()
            signal = clinux_next_signal(signals)
        }
        state.startDraining()
        output.writeEvent("draining", [("signal", String(signal)), ("in_flight", String(places.current))])
        for relay in relays { relay.loop.submit { relay.value.drain() } }
        if allEnded(within: configuration.drainTimeout) {
            output.writeEvent("stopped", [])
        } else {
            // The deadline has come: what is left is cut, and the process still ends in order.
            output.writeEvent("cut_short", [("in_flight", String(places.current))])
            for relay in relays { relay.loop.submit { relay.value.cutShort() } }
            _ = allEnded(within: .seconds(1))
        }
        output.flush(within: .seconds(1))
    }

    /// Waits for the loops to end; a second signal to end ends the process at once.
    private func allEnded(within limit: Duration) -> Bool {
        let deadline = Clock.now() + limit
        while true {
            let left = max(.zero, deadline - Clock.now())
            switch clinux_wait_readable(signals, state.allEnded, Int32(clamping: left.wholeNanoseconds / 1_000_000)) {
            case 0:
                let signal = clinux_next_signal(signals)
                // There is nothing left to reload for.
                if signal != SIGHUP { clinux_exit_by_signal(signal) }
            case 1: return true
            default: return false
            }
        }
    }

    private static func cannotStart(_ what: String, _ why: String) -> ExitCode {
        Console.printError("sdprelay: cannot start: \(what): \(why)")
        return .cannotStart
    }

    // MARK: Reloading

    /// Reads the configuration again; if it has mistakes, the old one stays.
    private func reload() {
        var next: RelayConfiguration
        switch source.load() {
        case .success(let loaded): next = loaded
        case .failure(let problems):
            for problem in problems.list {
                output.writeEvent("reload_failed", [("path", problem.path), ("message", problem.message)])
            }
            return
        }
        for path in next.takeUnchangeable(from: configuration) {
            output.writeEvent("restart_needed", [("path", path), ("message", "takes effect at the next start")])
        }
        if let problem = next.accessProblem {
            output.writeEvent("reload_failed", [("path", problem.path), ("message", problem.message)])
            return
        }
        configuration = next
        places = next.exchangePlaces(following: places)
        let (configuration, places, output) = (configuration, places, output)
        // The last loop tells of it: then every request that follows is served by the new configuration.
        let loopsLeft = Countdown(relays.count)
        for relay in relays {
            relay.loop.submit {
                relay.value.reload(configuration, places: places)
                guard loopsLeft.step() else { return }
                output.writeEvent(
                    "reloaded",
                    [
                        ("providers", configuration.providers.map(\.provider.name).joined(separator: ", ")),
                        ("access_keys", String(configuration.access.keys.count)),
                    ]
                )
            }
        }
    }
}

/// Counts down to the last of several.
private final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) {
        left = Atomic(count)
    }

    /// Whether this was the last step.
    func step() -> Bool {
        left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
    }
}

extension RelayConfiguration {
    fileprivate func exchangePlaces(following old: ExchangePlaces?) -> ExchangePlaces {
        ExchangePlaces(
            maximum: limits.maxInFlight,
            providers: providers.map { entry in
                ExchangePlaces.Provider(
                    name: entry.provider.name,
                    maximum: entry.maxInFlight,
                    waits: !(entry.provider.provider is LoopbackProvider)
                )
            },
            following: old
        )
    }

    /// Keeps what cannot change while the relay runs as it was; gives the key paths of what would have.
    fileprivate mutating func takeUnchangeable(from old: RelayConfiguration) -> [String] {
        var changed: [String] = []
        func keep<Value: Equatable>(_ path: String, _ key: WritableKeyPath<RelayConfiguration, Value>) {
            guard self[keyPath: key] != old[keyPath: key] else { return }
            changed.append(path)
            self[keyPath: key] = old[keyPath: key]
        }
        keep("listen", \.listen)
        keep("loops", \.loops)
        keep("limits", \.limits.http)
        keep("media", \.media)
        keep("bridge.records", \.bridge.records)
        keep("log.format", \.logFormat)
        keep("drain_timeout", \.drainTimeout)
        return changed
    }
}
