// SPDX-License-Identifier: MIT

internal import CDTLS

extension DTLSConnection {
    /// Takes a datagram of the peer's, with all records in it.
    ///
    /// It starts the connection if that was not done.
    ///
    /// What is no record, or not authentic, is dropped silently (RFC 6347, section 4.1.2.7). Before the handshake is done
    /// nothing is authentic: whoever can write to the peer's address, which ICE has validated, can make it fail.
    public func receive(_ datagram: Span<UInt8>, now: Duration) {
        start(now: now)
        guard state == .handshaking || state == .connected else { return }
        guard !datagram.isEmpty, datagram.count <= Self.maximumDatagramSize,
            RecordSequence.isValid(datagram, isVersionKnown: state == .connected)
        else { return }
        unsafe datagram.withUnsafeBytes { bytes in
            unsafe handshake.incoming = bytes
            advance()
            unsafe handshake.incoming = nil
        }
        updateTimer(now)
    }

    /// Lets OpenSSL read what is there.
    func advance() {
        guard prepareBuffers() else { return }
        ERR_clear_error()
        if state == .handshaking {
            let result = unsafe SSL_do_handshake(ssl)
            if result == 1 { concludeHandshake() } else { judge(result) }
        }
        if state == .connected { readRecords() }
        // What a call leaves in the thread's queue must not be the next one's.
        ERR_clear_error()
    }

    /// Reads until nothing is left: a datagram may have several records.
    private func readRecords() {
        // A record's content is not longer than this (RFC 6347, section 4.1).
        unsafe withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 16) { buffer in
            while state == .connected {
                ERR_clear_error()
                let count = unsafe SSL_read(ssl, buffer.baseAddress, Int32(buffer.count))
                guard count > 0 else { return judge(count) }
                guard events.count < Self.maximumQueuedRecords else { continue }
                unsafe events.append(.data(Array(buffer[..<Int(count)])))
            }
        }
    }

    /// What becomes of a call that gave no result.
    func judge(_ result: Int32) {
        switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_NONE, SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return
        case SSL_ERROR_ZERO_RETURN:
            // The peer has closed, and is told that we have, too (RFC 5246, section 7.2.1).
            unsafe _ = SSL_shutdown(ssl)
            end(with: .closed)
        default: end(with: .failed(failure()))
        }
    }

    /// Ends the connection; the event is its last.
    func end(with event: DTLSEvent?) {
        state = .ended
        deadline = nil
        retransmission = nil
        if let event { events.append(event) }
    }

    private func failure() -> DTLSFailure {
        if handshake.isPeerVerified == false { return .fingerprintMismatch }
        let code = ERR_peek_last_error()
        if ERR_GET_REASON(code) == SSL_R_READ_TIMEOUT_EXPIRED { return .handshakeTimeout }
        if let number = handshake.alertReceived { return .alertReceived(number) }
        if let number = handshake.alertSent { return .alertSent(number) }
        return .library(code: code)
    }
}
