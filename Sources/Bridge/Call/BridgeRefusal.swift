// SPDX-License-Identifier: MIT

public import SDP
public import WebRTC

/// Why a bridged call cannot be made.
public enum BridgeRefusal: Error, Hashable, Sendable {
    /// The client's offer is no SDP.
    case malformedOffer(line: Int)
    /// The client's offer cannot be answered.
    case unanswerableOffer(NegotiationError)
    /// The provider's answer does not fit our offer.
    case unusableAnswer(NegotiationError)
    /// The provider's answer is no SDP.
    case malformedAnswer(line: Int)
    /// There is no way to the provider, by its answer.
    case unreachableProvider(UnreachablePeerError)
    /// The request is about another ICE session than the one that there is.
    case otherSession
    /// The loop has as many connections as it may.
    case full
    /// There are no sockets, or there is no memory; a short text without secrets.
    case noResources(String)
    /// No calls are taken any more.
    case draining
    /// The call is over, or its connections are not as the request expects.
    case noSuchState
    /// A new offer asks for another connection than the one that there is.
    case changesConnection
}

extension SessionDescription {
    /// Reads what a client has offered.
    ///
    /// - Throws: ``BridgeRefusal/malformedOffer(line:)``.
    public static func parse(offer: [UInt8]) throws(BridgeRefusal) -> SessionDescription {
        do {
            return try parse(offer.span)
        } catch {
            throw .malformedOffer(line: error.line)
        }
    }
}
