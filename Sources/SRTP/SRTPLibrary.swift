// SPDX-License-Identifier: MIT

internal import CSRTP

/// libsrtp2 in this process, with OpenSSL's ciphers in the place of those it was built with.
///
/// Debian's libsrtp2 is built on NSS, where the cost of each packet grows with the number of live sessions
/// (docs/decisions/0017). The replacement is global to the process.
public enum SRTPLibrary {
    /// Once in a process, whoever comes first.
    private static let outcome: Result<Void, SRTPLibraryError> = makeOutcome()

    /// Starts libsrtp and replaces its ciphers; any later call gives the outcome of the first.
    ///
    /// The published vectors of RFC 3711, RFC 6188, RFC 7714 and RFC 2202 are computed with each cipher before it is taken.
    /// Sessions call this themselves; an owner calls it at start-up, to fail there.
    public static func start() throws(SRTPLibraryError) {
        try outcome.get()
    }

    /// Whether the ciphers that sessions use are OpenSSL's, by what libsrtp really made for a session of each profile.
    public static var isReplacementInForce: Bool {
        guard case .success = outcome else { return false }
        return SRTPProfile.allCases.allSatisfy(makesOwnContexts)
    }

    /// How many cipher and hash contexts of OpenSSL's the sessions of the process have made, and freed again.
    static var contextCounts: (made: UInt, freed: UInt) { (csrtp_made_contexts(), csrtp_freed_contexts()) }

    private static func makeOutcome() -> Result<Void, SRTPLibraryError> {
        var stage = csrtp_stage_done
        let status = unsafe csrtp_start(&stage)
        guard status == srtp_err_status_ok else {
            return .failure(SRTPLibraryError(stage: SRTPLibraryError.Stage(stage), status: status.rawValue))
        }
        guard SRTPProfile.allCases.allSatisfy(makesOwnContexts) else {
            return .failure(SRTPLibraryError(stage: .use, status: status.rawValue))
        }
        return .success(())
    }

    /// Makes a stream of the profile, and tells whether that has made contexts of ours.
    private static func makesOwnContexts(_ profile: SRTPProfile) -> Bool {
        let before = contextCounts.made
        let zeros = [UInt8](repeating: 0, count: profile.keySize + profile.saltSize)
        guard var context = SRTPContext(profile: profile, masterKey: zeros) else { return false }
        guard (try? context.addStream(1)) != nil else { return false }
        return contextCounts.made > before
    }
}
