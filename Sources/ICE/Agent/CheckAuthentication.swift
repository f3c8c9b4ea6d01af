// SPDX-License-Identifier: MIT

internal import Cryptography

/// Credentials of our own, and which generation of them: a restart begins the next.
struct LocalGeneration {
    let number: Int
    let credentials: ICECredentials

    /// Whether USERNAME in the datagram begins with our fragment and a colon (RFC 8445 section 7.3).
    func isAddressed(by message: STUNMessage, in datagram: Span<UInt8>) -> Bool {
        guard let range = message.username else { return false }
        let ufrag = credentials.ufragBytes
        guard range.count > ufrag.count, datagram[range.lowerBound + ufrag.count] == UInt8(ascii: ":") else {
            return false
        }
        for index in ufrag.indices where datagram[range.lowerBound + index] != ufrag[index] { return false }
        return true
    }
}

/// The checks that every request passes before it may change or cause anything.
enum CheckAuthentication {
    /// Nil if the request is right; the cheapest comparison is first, as forgeries stop there.
    static func refusal(
        of message: STUNMessage,
        in datagram: Span<UInt8>,
        by generation: LocalGeneration?
    ) -> ICEReception? {
        guard let generation else { return .unknownUser }
        // Checks carry a fingerprint (RFC 8445 section 7.1).
        guard message.checkFingerprint(in: datagram) == .right else { return .badFingerprint }
        guard message.hasIntegrity(by: generation.credentials.key, in: datagram) else { return .badIntegrity }
        return nil
    }
}
