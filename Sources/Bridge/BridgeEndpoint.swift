// SPDX-License-Identifier: MIT

public import DTLS
public import EventLoop
public import ICE
internal import RTP
internal import SDP
public import WebRTC

/// The bridged calls of one loop.
public final class BridgeEndpoint {
    /// The longest message that either side of a call may send, in bytes.
    public static let maximumMessageSize = 256 * 1024
    /// The longest message of the provider's that does not end the call, in bytes: it is left out, and the client is told.
    public static let acceptedMessageSize = (1 << 20) + (64 << 10)
    /// What waits to be sent, for each connection of a call, in bytes; then its sender waits.
    public static let sendBuffer = 1 << 20

    private let loop: EventLoop
    private let port: PeerPort
    private let identity: () -> DTLSIdentity
    private let sign: ([UInt8]) -> [UInt8]
    private let addresses: () -> [IPAddress]
    private let makeEventID: @Sendable () -> String
    private var calls: [ObjectIdentifier: BridgedCall] = [:]

    /// Makes an endpoint without calls.
    ///
    /// - Parameters:
    ///   - loop: Its loop.
    ///   - port: Where clients reach it, on the same loop; others may have peers there too.
    ///   - identity: The certificate of now.
    ///   - sign: A keyed hash for SCTP's cookies.
    ///   - addresses: Those of this machine from which providers are reached.
    ///   - makeEventID: Makes ids of events of the relay's own.
    public init(
        loop: EventLoop,
        port: PeerPort,
        identity: @escaping () -> DTLSIdentity,
        sign: @escaping ([UInt8]) -> [UInt8],
        addresses: @escaping () -> [IPAddress],
        makeEventID: @escaping @Sendable () -> String
    ) {
        self.loop = loop
        self.port = port
        self.identity = identity
        self.sign = sign
        self.addresses = addresses
        self.makeEventID = makeEventID
    }

    /// The calls, those included whose connections are being closed.
    public var allCalls: [BridgedCall] { Array(calls.values) }

    /// Answers a client's offer and makes one for the provider.
    ///
    /// - Parameters:
    ///   - offer: The client's, SDP that has been checked.
    ///   - facts: What is shown and recorded of the call.
    ///   - settings: What it is to do.
    /// - Returns: The call, which waits for the provider's answer.
    /// - Throws: ``BridgeRefusal``, and then nothing is left of it.
    public func begin(
        _ offer: [UInt8],
        _ facts: CallFacts,
        _ settings: BridgedCallSettings
    ) throws(BridgeRefusal) -> BridgedCall {
        let description = try SessionDescription.parse(offer: offer)
        let legs = CallLegs(port: port)
        let call = BridgedCall(
            facts,
            settings,
            answering: offer,
            legs: legs,
            loop: loop,
            makeEventID: makeEventID
        )
        do {
            guard try legs.answerClient(description, clientSettings()) else { throw BridgeRefusal.full }
            guard let session = legs[.client]?.session else { throw BridgeRefusal.noSuchState }
            let upstream = upstreamSettings(toward: session, settings)
            try legs.offerUpstream(from: addresses(), on: loop, upstream)
        } catch {
            legs.close()
            throw Self.refusal(error)
        }
        let key = ObjectIdentifier(call)
        calls[key] = call
        call.onGone = { [unowned self] call in
            calls[ObjectIdentifier(call)] = nil
            onGone?(call)
        }
        return call
    }

    /// Told of each call whose connections are both over.
    public var onGone: ((BridgedCall) -> Void)?

    /// Ends all calls: the relay is being shut down.
    public func drain() {
        for call in calls.values { call.hangUp(CallEnd(.relay, .drained)) }
    }

    private static func refusal(_ error: any Error) -> BridgeRefusal {
        switch error {
        case let refusal as BridgeRefusal: refusal
        case let error as NegotiationError: .unanswerableOffer(error)
        default: .noResources("\(error)")
        }
    }

    // MARK: What each side is told

    private func clientSettings() -> PeerSettings {
        var settings = PeerSettings(identity: identity(), addresses: port.addresses, sign: sign)
        settings.takesVideo = true
        settings.maximumMessageSize = Self.maximumMessageSize
        settings.sendBuffer = Self.sendBuffer
        return settings
    }

    /// What the provider is offered: what the client can do.
    private func upstreamSettings(
        toward session: NegotiatedSession,
        _ call: BridgedCallSettings
    ) -> PeerSettings {
        var settings = PeerSettings(identity: identity(), addresses: [], sign: sign)
        settings.remotePolicy = call.remotePolicy
        settings.sendBuffer = Self.sendBuffer
        settings.acceptedMessageSize = Self.acceptedMessageSize
        let codecs = session.audio?.codecs ?? []
        // What the client sends goes up, what comes down it receives.
        settings.audioDirection = session.audio?.direction.reversed ?? .inactive
        settings.takesTelephoneEvents = codecs.contains(where: \.isTelephoneEvent)
        settings.takesVideo = session.video != nil
        if let size = session.dataChannel?.remoteMaxMessageSize {
            settings.maximumMessageSize = min(size, Self.maximumMessageSize)
        }
        return settings
    }
}
