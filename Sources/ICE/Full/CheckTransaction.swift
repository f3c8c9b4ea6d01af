// SPDX-License-Identifier: MIT

internal import Cryptography

/// A check that has no answer yet.
struct CheckTransaction {
    enum Purpose {
        /// Whether a pair works, or its nomination.
        case connectivity(pairID: Int)
        /// Consent on the selected pair; sent once (RFC 7675 section 5.1).
        case consent
    }

    let request: BindingRequest
    let purpose: Purpose
    var transmissionCount = 1
    /// When it is sent again, or given up.
    var next: Duration

    var isConsent: Bool {
        if case .consent = purpose { return true }
        return false
    }
}

/// A check as it is written into a buffer, the same each time.
struct BindingRequest {
    let transactionID: STUNTransactionID
    let pair: ICEPair
    let priority: UInt32
    let role: ICERole
    let tieBreaker: UInt64
    let nominates: Bool
    let generation: Int

    func write(from local: ICECredentials, to remote: ICECredentials, in buffer: inout MutableSpan<UInt8>) -> Int? {
        var writer = STUNWriter(.bindingRequest, transactionID, in: &buffer)
        writer.appendUsername(remote.ufragBytes, local.ufragBytes, in: &buffer)
        writer.appendPriority(priority, in: &buffer)
        writer.appendRole(role, tieBreaker: tieBreaker, in: &buffer)
        if nominates { writer.appendUseCandidate(in: &buffer) }
        return writer.finish(with: remote.key, in: &buffer)
    }
}
