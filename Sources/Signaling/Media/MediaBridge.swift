// SPDX-License-Identifier: MIT

public import Providers

/// Terminates the media of calls, and knows those that it has.
///
/// There is one for each event loop, confined to it; a call may live on any of them, which is why most of this waits.
public protocol MediaBridge: AnyObject {
    /// Whether the media of a call with a provider is to end here, by how its offer came and what its caller asks for.
    ///
    /// - Throws: ``RelayError`` `media_mode_not_available` if it may not be as asked.
    func isBridged(
        _ provider: ConfiguredProvider,
        _ operation: Operation,
        asked: MediaMode?
    ) throws(RelayError) -> Bool

    /// Judges the session that came with a client's offer, answers the offer, and makes one for the provider.
    ///
    /// - Throws: ``RelayError``, and then nothing is left of the call.
    func begin(_ offer: BridgedOffer) async throws(RelayError) -> any BridgedExchange

    /// Ends a call that is alive; false if there is none with this id.
    ///
    /// - Throws: ``RelayError`` `call_id_not_found` if it is not the caller's.
    func hangUp(_ callID: String, for caller: Caller) async throws(RelayError) -> Bool

    /// Answers a new offer of a call's client, with which it restarts ICE.
    ///
    /// - Throws: ``RelayError`` `call_id_not_found` if there is no such call, or it is not the caller's; else that for
    ///   an offer.
    func restart(_ callID: String, offer: RestartOffer, for caller: Caller) async throws(RelayError) -> RestartAnswer

    /// A call as a JSON object.
    ///
    /// - Throws: ``RelayError`` `call_id_not_found`.
    func report(of callID: String, for caller: Caller) async throws(RelayError) -> [UInt8]

    /// The calls that the caller may see, each as a JSON object.
    func reports(for caller: Caller) async -> [[UInt8]]

    /// Tells what happens to the calls that the caller may see, on this loop, until the watch is cancelled.
    func watch(for caller: Caller, _ tell: @escaping (CallNews) -> Void) -> any CallWatch
}

/// A client's offer that the relay is to answer itself.
public struct BridgedOffer: Sendable {
    /// The offer, byte for byte.
    public var sdp: [UInt8]
    /// Whom the call is for.
    public var provider: ConfiguredProvider
    /// The provider's own name of the model.
    public var model: String?
    /// How the offer came.
    public var operation: Operation
    /// The session that came with it; nil if there was none.
    public var session: RealtimeSession?
    /// Who is calling.
    public var caller: Caller
    /// The number of a data channel that both sides have without a word on the wire (`dcid`).
    public var negotiatedChannel: UInt16?
    /// The id of the request.
    public var requestID: String?
}

/// A call between the client's offer and its answer, while the provider is asked.
public protocol BridgedExchange: AnyObject {
    /// The offer for the provider.
    var offer: [UInt8] { get }

    /// Takes the provider's answer.
    ///
    /// - Parameters:
    ///   - answer: SDP.
    ///   - callID: The id that the caller is given; nil if the relay has to make one up.
    ///   - upstreamID: The provider's id; nil if it gave none.
    /// - Returns: The answer for the client, and the id of the call.
    /// - Throws: ``RelayError``; then the call is to be abandoned.
    func complete(
        answer: [UInt8],
        callID: String?,
        upstreamID: String?
    ) async throws(RelayError) -> (answer: [UInt8], callID: String)

    /// Ends the call: the provider has given no answer, or the client does not wait any more.
    func abandon()
}

/// What a client sends to restart ICE.
public enum RestartOffer: Sendable {
    /// A whole offer.
    case offer([UInt8])
    /// A fragment with the new credentials (RFC 8840), the tag of the session that it is about, nil for any, and that of
    /// the session that it begins.
    case fragment([UInt8], session: String?, next: String)
}

/// What the client gets for it.
public enum RestartAnswer: Sendable {
    /// A whole answer.
    case answer([UInt8])
    /// A fragment with our new credentials, and the tag of the new session.
    case fragment([UInt8], session: String)
    /// There is nothing to be answered: the candidates are noted, or none of our concern.
    case nothing
}
