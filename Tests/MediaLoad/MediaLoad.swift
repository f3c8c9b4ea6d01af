// SPDX-License-Identifier: MIT

internal import DTLS
internal import EventLoop
internal import Glibc
internal import ICE
internal import UpstreamHTTP
internal import WebRTC

/// Many calls with the relay's loopback from one process and one thread, step by step as standard input says.
///
///     media-load http://127.0.0.1:8080
///     connect 500 [16] sets up as many calls, so many at a time, and tells when their events channels speak
///     talk 5           sends audio on each for as many seconds, 50 packets a second
///     ask 20           adds as many items to each call's conversation, one after another, and waits for their events
///     say 10           sends as many packets on each, so slowly that no buffer overflows
///     wait 2           does nothing for as many seconds but what keeps calls alive
///     hangup 250       ends as many by DELETE
///     close 250        ends as many by the clients' own word
///
/// Each step is answered by a line of JSON on standard output. Packets are counted from the beginning; times are the step's own:
/// median, 99th of 100 and longest, in microseconds. The end of standard input ends the process.
final class MediaLoad: ReadinessHandler {
    /// Offers in flight at once, unless told otherwise: the relay's own limits are not what is tried here.
    private static let atOnce = 16
    private static let parts = 20

    let loop: EventLoop
    let client: UpstreamHTTPClient
    let base: String
    /// The path and query that offers go to.
    let target: String
    /// The header field that goes with them, if any.
    let authorization: [String]
    let policy = UpstreamHTTPPolicy(allowPrivateNetwork: true)
    let address = IPAddress(ipv4: 0x7F00_0001)
    let settings: PeerSettings
    private var calls: [LoadCall] = []
    /// In nanoseconds, how long packets and events took to come back in this step.
    var audioDelays: [UInt64] = []
    var eventDelays: [UInt64] = []
    private var wanted = 0
    private var atOnce = MediaLoad.atOnce
    private var input: [UInt8] = []
    /// Looked at after each change; answers the step when it is done.
    private var isDone: (() -> String?)?
    private var timer: LoopTimer?
    private var ticksLeft = 0
    private var onTick: (Int) -> Void = { _ in }
    private var interval = Duration.zero
    private var nextTick = LoopInstant.never

    init(loop: EventLoop, base: String, target: String, key: String?) throws {
        self.loop = loop
        self.base = base
        self.target = target
        authorization = key.map { ["Authorization: Bearer \($0)"] } ?? []
        client = UpstreamHTTPClient(loop: loop)
        var settings = PeerSettings(identity: try DTLSIdentity(), addresses: []) { $0.isEmpty ? [] : [$0[0] ^ 0x5A] }
        settings.remotePolicy = .any
        self.settings = settings
        _ = fcntl(0, F_SETFL, O_NONBLOCK)
        _ = try loop.watch(0, for: .readable, handler: self)
        timer = LoopTimer(loop: loop) { [unowned self] in tick() }
    }

    // MARK: Steps

    func descriptorIsReady(_ readiness: Readiness) {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(0, &bytes, bytes.count)
        guard count > 0 else { return loop.stop() }
        input += bytes.prefix(count)
        while let end = input.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: input[..<end], as: UTF8.self)
            input.removeFirst(end + 1)
            begin(line)
        }
    }

    private func begin(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count >= 2, let number = Int(words[1]) else { return loop.stop() }
        audioDelays.removeAll(keepingCapacity: true)
        eventDelays.removeAll(keepingCapacity: true)
        let live = calls.filter { $0.progress == .ready }
        switch words[0] {
        case "connect":
            wanted = number
            atOnce = words.count > 2 ? Int(words[2]) ?? Self.atOnce : Self.atOnce
            let first = calls.count
            isDone = { [unowned self] in
                let states = calls.map(\.progress)
                guard states.count == number, !states.contains(where: { $0 == .starting }) else { return nil }
                let made = calls[first...]
                let times = [
                    Self.spread(made.compactMap(\.timeToAnswer)), Self.spread(made.compactMap(\.timeToEvents)),
                ]
                let shown = #""answer_us":\#(times[0]),"events_us":\#(times[1])"#
                return #""ready":\#(count(.ready)),"failed":\#(count(.failed)),\#(shown)"#
            }
            changed()
        case "ask":
            let began = loop.now
            isDone = { [unowned self] in
                guard live.allSatisfy(\.isAnswered) else { return nil }
                let shown = #""answered":\#(eventDelays.count),"events_us":\#(Self.spread(eventDelays))"#
                return #"\#(shown),"nanoseconds":\#(nanoseconds(since: began))"#
            }
            for call in live { call.ask(number) }
        case "talk", "say", "wait":
            let isQuiet = words[0] == "wait"
            let isSlow = words[0] == "say"
            run(rounds: isSlow ? number : number * 50, of: .milliseconds(isSlow ? 400 : 20)) { part in
                guard !isQuiet else { return }
                for place in stride(from: part, to: live.count, by: Self.parts) { live[place].talk() }
            }
            isDone = { [unowned self] in
                guard ticksLeft == 0 else { return nil }
                let counts = #""ready":\#(count(.ready)),"sent":\#(total(\.sent)),"received":\#(total(\.received))"#
                return #"\#(counts),"audio_us":\#(Self.spread(audioDelays))"#
            }
        case "hangup", "close":
            let before = count(.ended)
            isDone = { [unowned self] in
                let (ended, failed) = (count(.ended) - before, count(.failed))
                return ended + failed < number ? nil : #""ended":\#(ended),"failed":\#(failed)"#
            }
            for call in live.prefix(number) { words[0] == "close" ? call.close() : call.hangUp() }
        default: loop.stop()
        }
    }

    /// Something has changed with a call: the next ones may start, and the step may be done.
    func changed() {
        while calls.count < wanted, count(.starting) < atOnce {
            let call = LoadCall(self)
            calls.append(call)
            call.start()
        }
        guard let answer = isDone?() else { return }
        isDone = nil
        let failure = calls.lazy.compactMap(\.failure).first ?? ""
        // The first reason is enough; it is a text without quotation marks in what is answered.
        let words = failure.filter { $0 != "\"" && $0 != "\\" && $0 != "\n" }
        print("{\(answer),\"failure\":\"\(words)\"}")
        fflush(nil)
    }

    private func count(_ progress: LoadCall.Progress) -> Int { calls.count { $0.progress == progress } }
    private func total(_ number: (LoadCall) -> Int) -> Int { calls.reduce(0) { $0 + number($1) } }

    func nanoseconds(since instant: LoopInstant) -> UInt64 { loop.now.nanoseconds - instant.nanoseconds }

    /// Median, 99th of 100 and longest, in microseconds, as JSON; empty where there is nothing.
    private static func spread(_ nanoseconds: [UInt64]) -> String {
        guard !nanoseconds.isEmpty else { return "[]" }
        let sorted = nanoseconds.sorted()
        let places = [sorted.count / 2, sorted.count * 99 / 100, sorted.count - 1]
        return "[" + places.map { "\(sorted[$0] / 1000)" }.joined(separator: ",") + "]"
    }

    // MARK: Time

    /// Each round is cut into parts, as calls do not speak all at the same time.
    private func run(rounds: Int, of period: Duration, _ action: @escaping (_ part: Int) -> Void) {
        ticksLeft = rounds * Self.parts
        interval = period / Self.parts
        onTick = action
        nextTick = loop.now.advanced(by: interval)
        timer?.arm(at: nextTick)
    }

    private func tick() {
        onTick(ticksLeft % Self.parts)
        ticksLeft -= 1
        guard ticksLeft > 0 else { return changed() }
        // From the time that was due, so that delays do not add up.
        nextTick = nextTick.advanced(by: interval)
        timer?.arm(at: nextTick)
    }
}
