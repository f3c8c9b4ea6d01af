// SPDX-License-Identifier: MIT

/// How many upstream exchanges may be in flight, for each provider and in all.
///
/// Shared by all loops.
public protocol ExchangeLimits: AnyObject, Sendable {
    /// Takes a place for an exchange with a provider; nil if there is none.
    func enter(_ provider: String) -> ExchangePlace?
    /// Gives a place back.
    func leave(_ place: ExchangePlace)
}

/// A place among the exchanges in flight.
public struct ExchangePlace: Sendable {
    /// Which provider's it is: the implementation's own number.
    public let provider: Int
    /// Whether it is one of those that no provider has for itself.
    public let isShared: Bool

    /// Names a place.
    public init(provider: Int, isShared: Bool) {
        self.provider = provider
        self.isShared = isShared
    }
}
