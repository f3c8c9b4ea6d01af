// SPDX-License-Identifier: MIT

internal import Cryptography
internal import HTTPServer
internal import Providers
internal import Signaling

/// Finds out who is calling.
///
/// Confined to one loop.
struct AccessControl {
    private let policy: AccessPolicy
    private let hasher: SHA256Hasher

    init(_ policy: AccessPolicy, hasher: SHA256Hasher) {
        self.policy = policy
        self.hasher = hasher
    }

    /// The caller of a request.
    ///
    /// - Throws: ``RelayError`` `invalid_access_key`, the same whatever is wrong with the credential.
    func caller(of head: RequestHead, isTrustedAddress: Bool) throws(RelayError) -> Caller {
        guard let credential = CallerFields.credential(in: head) else {
            guard policy.isOpen else { throw Self.refused }
            return Caller(identity: .anyone, isTrusted: isTrustedAddress, isOpen: true)
        }
        let isToken = head.bytes[credential].starts(with: "ek_".utf8)
        guard !policy.isOpen || isToken else {
            return Caller(identity: .anyone, isTrusted: isTrustedAddress, isOpen: true)
        }
        let digest = hasher.digest(of: head.bytes.span.extracting(credential))
        let prefix = digest.prefix128
        let owner = OwnerDigest(high: prefix.high, low: prefix.low)
        if let key = key(with: digest) {
            return Caller(
                identity: .accessKey(key.name),
                owner: owner,
                isTrusted: key.isTrusted || isTrustedAddress,
                providers: key.providers,
                models: key.models
            )
        }
        guard isToken, policy.allowsCallerTokens else { throw Self.refused }
        return Caller(
            identity: .ephemeralToken(head.string(credential)),
            owner: owner,
            isTrusted: isTrustedAddress,
            isOpen: policy.isOpen
        )
    }

    /// Looks at every key to its end, so that the time does not tell which one it was, or nearly was.
    private func key(with digest: SHA256Digest) -> AccessKey? {
        var found: Int?
        for index in policy.keys.indices where policy.keys[index].digest.isEqual(to: digest) { found = index }
        return found.map { policy.keys[$0] }
    }

    private static var refused: RelayError { RelayError(.invalidAccessKey, stage: .access) }
}
