// SPDX-License-Identifier: MIT

/// Which remote addresses may be sent to: a candidate is text from a stranger, and must not lead into a private network.
public struct AddressPolicy: Hashable, Sendable {
    /// The scopes that are allowed.
    public var scopes: Set<AddressScope>
    /// Addresses that are allowed whatever their scope.
    public var exceptions: Set<IPAddress>
    /// The lowest port that is allowed; 0 is no port in any case.
    public var lowestPort: UInt16

    /// Allows global addresses, and what is named here.
    public init(
        alsoAllowing scopes: Set<AddressScope> = [],
        exceptions: Set<IPAddress> = [],
        lowestPort: UInt16 = 1
    ) {
        self.scopes = scopes.union([.global])
        self.exceptions = exceptions
        self.lowestPort = lowestPort
    }

    /// Global addresses only.
    public static let globalOnly = AddressPolicy()
    /// Every address, for networks of one's own and tests.
    public static let any = AddressPolicy(alsoAllowing: Set(AddressScope.allCases))

    /// Whether datagrams may be sent there.
    public func allows(_ address: TransportAddress) -> Bool {
        guard address.port != 0, address.port >= lowestPort else { return false }
        return scopes.contains(address.ip.scope) || exceptions.contains(address.ip)
    }
}
