// SPDX-License-Identifier: MIT

import Providers
import Signaling

/// A bridge with one call, which notes what it is asked.
final class ScriptedBridge: MediaBridge {
    final class Exchange: BridgedExchange {
        let offer: [UInt8]
        let bridge: ScriptedBridge

        init(_ offer: [UInt8], _ bridge: ScriptedBridge) {
            self.offer = offer
            self.bridge = bridge
        }

        func complete(
            answer: [UInt8],
            callID: String?,
            upstreamID: String?
        ) async throws(RelayError) -> (answer: [UInt8], callID: String) {
            bridge.asked.append("complete \(upstreamID ?? "-")")
            return (Array("v=0\r\ns=ours\r\n".utf8), callID ?? "rtc_made_up")
        }

        func abandon() { bridge.asked.append("abandon") }
    }

    struct Watch: CallWatch {
        func cancel() {}
    }

    /// What it was asked, in order.
    var asked: [String] = []
    /// The offer that goes to the provider.
    var offer = Array(Texts.offer.replacing("uuuu", with: "ours").utf8)

    func isBridged(
        _ provider: ConfiguredProvider,
        _ operation: Operation,
        asked mode: MediaMode?
    ) throws(RelayError) -> Bool {
        if operation == .liveSession, mode == .bridge { throw RelayError(.mediaModeNotAvailable, stage: .provider) }
        return mode == .bridge
    }

    func begin(_ offer: BridgedOffer) async throws(RelayError) -> any BridgedExchange {
        asked.append("begin \(offer.provider.name) \(offer.model ?? "-") \(offer.negotiatedChannel ?? 0)")
        return Exchange(self.offer, self)
    }

    func hangUp(_ callID: String, for caller: Caller) async throws(RelayError) -> Bool {
        asked.append("hang up \(callID)")
        return callID == "rtc_live"
    }

    func restart(_ callID: String, offer: RestartOffer, for caller: Caller) async throws(RelayError) -> RestartAnswer {
        guard callID == "rtc_live" else { throw .callNotFound }
        switch offer {
        case .offer(let bytes): return .answer(bytes)
        case .fragment(let bytes, let session, _):
            guard session != "old" else { throw RelayError(.preconditionFailed, stage: .request) }
            return bytes.isEmpty ? .nothing : .fragment(bytes, session: "new")
        }
    }

    func report(of callID: String, for caller: Caller) async throws(RelayError) -> [UInt8] {
        guard callID == "rtc_live" else { throw .callNotFound }
        return Array(#"{"id":"rtc_live"}"#.utf8)
    }

    func reports(for caller: Caller) async -> [[UInt8]] { [Array(#"{"id":"rtc_live"}"#.utf8)] }

    func watch(for caller: Caller, _ tell: @escaping (CallNews) -> Void) -> any CallWatch {
        asked.append("watch")
        return Watch()
    }
}
