// SPDX-License-Identifier: MIT

internal import CDTLS

extension DTLSConnection {
    /// Queues a record as a datagram of its own.
    ///
    /// - Throws: ``DTLSError/recordSize``, ``DTLSError/notConnected``, ``DTLSError/queueFull``; the connection goes on.
    public func send(_ record: Span<UInt8>) throws(DTLSError) {
        guard !record.isEmpty, record.count <= Self.maximumRecordSize else { throw .recordSize }
        guard state == .connected else { throw .notConnected }
        guard handshake.outgoing.count < Self.maximumQueuedDatagrams else { throw .queueFull }
        guard prepareBuffers() else { throw .notConnected }
        ERR_clear_error()
        let result = unsafe record.withUnsafeBytes { bytes in
            unsafe SSL_write(ssl, bytes.baseAddress, Int32(bytes.count))
        }
        guard result <= 0 else { return }
        judge(result)
        ERR_clear_error()
        throw .notConnected
    }

    /// Closes the connection: the peer is told by close-notify, if the handshake was done.
    ///
    /// No event follows.
    public func close() {
        if state == .connected, prepareBuffers() {
            ERR_clear_error()
            unsafe _ = SSL_shutdown(ssl)
            ERR_clear_error()
        }
        if state != .ended { end(with: nil) }
    }

    /// Frees OpenSSL's buffers for records, 18 of the 58 KB that a connection has, until the next datagram or record.
    ///
    /// Of many connections only those at work have them then. Before the handshake is done it does nothing.
    public func releaseBuffers() {
        guard state == .connected, !hasReleasedBuffers else { return }
        hasReleasedBuffers = unsafe SSL_free_buffers(ssl) == 1
    }

    /// Makes the buffers again that were freed: libssl 3.0 writes through a null pointer without.
    ///
    /// False ends the connection, for want of memory.
    func prepareBuffers() -> Bool {
        guard hasReleasedBuffers else { return true }
        guard unsafe SSL_alloc_buffers(ssl) == 1 else {
            end(with: .failed(.library(code: ERR_peek_last_error())))
            return false
        }
        hasReleasedBuffers = false
        return true
    }
}
