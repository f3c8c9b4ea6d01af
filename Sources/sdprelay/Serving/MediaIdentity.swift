// SPDX-License-Identifier: MIT

internal import DTLS
internal import EventLoop

/// The certificate that media connections show: one for the process, another one every day.
///
/// Calls keep the one that they began with.
final class MediaIdentity: Sendable {
    /// Well within the certificate's validity.
    private static let lifetime = Duration.seconds(24 * 3600)

    private let state = Locked<(identity: DTLSIdentity, madeAt: Duration)?>(nil)

    /// The certificate of now; made if there is none or it is too old.
    func current() throws -> DTLSIdentity {
        let now = Clock.now()
        let known = state.withLock { $0 }
        if let known, now - known.madeAt < Self.lifetime { return known.identity }
        // Outside of the lock: it takes a third of a millisecond, and two at once do no harm.
        let identity = try DTLSIdentity()
        state.withLock { $0 = (identity, now) }
        return identity
    }
}
