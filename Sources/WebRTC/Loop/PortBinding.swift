// SPDX-License-Identifier: MIT

public import ICE

/// Addresses that are bound on one port, and the addresses at which peers reach them.
///
/// Each address has a socket of its own, so that an answer leaves from where the question came.
public struct PortBinding: Hashable, Sendable {
    /// Of this machine.
    public let addresses: [IPAddress]
    /// What candidates carry, each with the port that is bound.
    public let candidates: [IPAddress]

    /// Binds an address that peers reach as it is.
    public init(_ address: IPAddress) {
        self.init([address], candidates: [address])
    }

    /// Binds addresses that peers reach at others, as behind a NAT that translates one to one.
    public init(_ addresses: [IPAddress], candidates: [IPAddress]) {
        self.addresses = addresses
        self.candidates = candidates
    }
}
