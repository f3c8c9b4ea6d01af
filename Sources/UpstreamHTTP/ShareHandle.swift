// SPDX-License-Identifier: MIT

internal import CCurl

/// The owner of a libcurl share handle: resolved names and TLS sessions for all transfers of a group.
///
/// Without it every multi handle would resolve names for itself, and every easy handle would resume only TLS
/// sessions of its own. No locks are set: one loop's thread uses it.
@safe
final class ShareHandle {
    let pointer: UnsafeMutableRawPointer

    /// Fails when there is no memory.
    init?() {
        guard let pointer = unsafe curl_share_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe relay_curl_share(pointer, CURL_LOCK_DATA_DNS)
        unsafe relay_curl_share(pointer, CURL_LOCK_DATA_SSL_SESSION)
    }

    /// All easy handles that use it must be gone.
    deinit {
        let code = unsafe curl_share_cleanup(pointer)
        assert(code == CURLSHE_OK, "a share handle was given up while in use")
    }
}
