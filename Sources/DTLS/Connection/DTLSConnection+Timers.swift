// SPDX-License-Identifier: MIT

internal import CDTLS

extension DTLSConnection {
    /// Does what is due: ends a handshake whose deadline has passed, sends a flight again.
    public func handleTimeout(now: Duration) {
        guard state == .handshaking || state == .connected else { return }
        if let deadline, now >= deadline { return end(with: .failed(.handshakeTimeout)) }
        guard let retransmission, now >= retransmission else { return }
        guard prepareBuffers() else { return }
        ERR_clear_error()
        // It does nothing before OpenSSL's own timer is due.
        let result = unsafe relay_dtls_handle_timeout(ssl)
        if result < 0 { judge(Int32(result)) }
        ERR_clear_error()
        updateTimer(now)
    }

    /// Looks up what OpenSSL says is left until its timer is due.
    func updateTimer(_ now: Duration) {
        guard state == .handshaking || state == .connected else { return }
        let left = unsafe relay_dtls_microseconds_left(ssl)
        retransmission = left < 0 ? nil : now + .microseconds(left)
    }
}
