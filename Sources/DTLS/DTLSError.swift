// SPDX-License-Identifier: MIT

/// Why something that the owner asked for cannot be done.
///
/// What goes wrong with the peer is a ``DTLSFailure``.
public enum DTLSError: Error, Hashable, Sendable {
    /// OpenSSL could not make a key, a certificate, or a context.
    case noIdentity

    /// OpenSSL could not make a connection.
    case noConnection

    /// The handshake is not done, or the connection has ended.
    case notConnected

    /// A record to send is empty, or longer than ``DTLSConnection/maximumRecordSize``.
    case recordSize

    /// ``DTLSConnection/maximumQueuedDatagrams`` wait for ``DTLSConnection/nextDatagram()``.
    case queueFull
}
