// SPDX-License-Identifier: MIT

/// Where datagrams leave from and where they go to.
public struct ICEPair: Hashable, Sendable {
    /// The address of one of our sockets.
    public let local: TransportAddress
    /// The peer's address, as its datagrams show it.
    public let remote: TransportAddress

    /// Puts both together.
    public init(local: TransportAddress, remote: TransportAddress) {
        self.local = local
        self.remote = remote
    }
}
