// SPDX-License-Identifier: MIT

public import DTLS
public import EventLoop
internal import SDP
public import WebRTC

/// The loopback provider on one loop: answers offers, and has their calls.
public final class LoopbackEndpoint {
    /// What became of an offer.
    public enum Outcome {
        /// The answer and the call's id.
        case answered(sdp: [UInt8], callID: String)
        /// It refuses, as its settings say.
        case refused
        /// The offer cannot be answered; a short reason.
        case unanswerable(String)
        /// There are as many calls as may be.
        case full
    }

    /// How many calls there may be.
    public static let maximumCalls = 1000

    private let loop: EventLoop
    private let port: PeerPort
    private let identity: () -> DTLSIdentity
    private let sign: ([UInt8]) -> [UInt8]
    private let name: () -> String
    private var calls: [String: LoopbackCall] = [:]

    /// Told of each call that is over, with a stable word for why, while its ``statistics(of:)`` can still be had.
    public var onEnd: ((_ callID: String, _ reason: String) -> Void)?

    /// Makes an endpoint without calls.
    ///
    /// - Parameters:
    ///   - loop: Its loop.
    ///   - port: Where clients reach it, on the same loop; others may have peers there too.
    ///   - identity: The certificate of now.
    ///   - sign: A keyed hash for SCTP's cookies.
    ///   - name: Makes ids of calls, which nobody can guess.
    public init(
        loop: EventLoop,
        port: PeerPort,
        identity: @escaping () -> DTLSIdentity,
        sign: @escaping ([UInt8]) -> [UInt8],
        name: @escaping () -> String
    ) {
        self.loop = loop
        self.port = port
        self.identity = identity
        self.sign = sign
        self.name = name
    }

    /// How many calls there are.
    public var callCount: Int { calls.count }

    /// What a call has carried so far; nothing if there is none.
    public func statistics(of callID: String) -> PeerStatistics { calls[callID]?.statistics ?? PeerStatistics() }

    /// Answers an offer.
    ///
    /// - Parameters:
    ///   - offer: SDP.
    ///   - sessions: The sessions that are asked for, each laid over the usual one and those before it (JSON).
    ///   - settings: How the call behaves.
    /// - Returns: The answer, or why there is none.
    public func answer(_ offer: [UInt8], sessions: [[UInt8]] = [], settings: LoopbackSettings) -> Outcome {
        guard settings.fault != .refuse else { return .refused }
        guard calls.count < Self.maximumCalls else { return .full }
        let call = LoopbackCall(id: name(), sessions: sessions, port: port, settings: settings, loop: loop) {
            [unowned self] call, reason in
            onEnd?(call.id, "\(reason)")
            calls[call.id] = nil
        }
        do {
            let description = try SessionDescription.parse(offer.span)
            let surroundings = PeerSettings(identity: identity(), addresses: port.addresses, sign: sign)
            guard var answer = try call.answer(description, surroundings) else { return .full }
            if settings.fault == .wrongFingerprint { answer = Self.withWrongFingerprint(answer) }
            calls[call.id] = call
            return .answered(sdp: answer, callID: call.id)
        } catch {
            return .unanswerable("\(error)")
        }
    }

    /// Ends a call; false if there is none.
    public func hangUp(_ callID: String) -> Bool {
        guard let call = calls[callID] else { return false }
        call.hangUp()
        return true
    }

    /// Ends all calls.
    public func close() {
        for call in calls.values { call.hangUp() }
    }

    /// The first digits of the fingerprint are others.
    private static func withWrongFingerprint(_ answer: [UInt8]) -> [UInt8] {
        var answer = answer
        let name = Array("a=fingerprint:sha-256 ".utf8)
        for start in answer.indices.dropLast(name.count + 2) where answer[start...].starts(with: name) {
            let digit = start + name.count
            answer[digit] = answer[digit] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        }
        return answer
    }
}
