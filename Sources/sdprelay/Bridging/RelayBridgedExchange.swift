// SPDX-License-Identifier: MIT

internal import Bridge
internal import Cryptography
internal import EventLoop
internal import Providers
internal import Signaling
internal import TextCoding

/// A bridged call while its provider is asked, as the loop sees it that has the request.
final class RelayBridgedExchange: BridgedExchange {
    let offer: [UInt8]
    private let call: LoopBound<BridgedCall>
    private let owner: OwnerDigest
    private let provider: String
    private let calls: BridgedCallTable
    private let slot: LoopBound<BridgeSlot>

    init(
        _ call: LoopBound<BridgedCall>,
        in slot: LoopBound<BridgeSlot>,
        offer: [UInt8],
        of request: BridgedOffer,
        _ calls: BridgedCallTable
    ) {
        self.call = call
        self.slot = slot
        self.offer = offer
        owner = request.caller.owner
        provider = request.provider.name
        self.calls = calls
    }

    func complete(
        answer: [UInt8],
        callID: String?,
        upstreamID: String?
    ) async throws(RelayError) -> (answer: [UInt8], callID: String) {
        let id = callID ?? CallKind.realtime.prefix + Base64.encodeURLSafe(RandomBytes.make(18) ?? [])
        calls.add(BridgedCallTable.Entry(call: call, owner: owner, provider: provider), as: id)
        let result = await call.perform { call in
            Result { () throws(BridgeRefusal) in
                try call.complete(answer: answer, id: id, upstreamID: upstreamID)
            }
        }
        switch result {
        case .success(let answer): return (answer, id)
        case .failure(let refusal):
            calls.remove(id)
            // The provider takes the call for made; nobody else will tell it.
            if upstreamID != nil {
                let slot = slot
                slot.loop.submit { slot.value.hangUpUpstream?(id) }
            }
            throw RelayError(refusal, provider: provider)
        }
    }

    func abandon() {
        let call = call
        call.loop.submit { call.value.hangUp(CallEnd(.client, .abandoned)) }
    }
}
