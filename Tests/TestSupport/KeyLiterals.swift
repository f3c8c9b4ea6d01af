// SPDX-License-Identifier: MIT

public import Providers

extension ProviderKey: ExpressibleByStringLiteral {
    /// A key that has its secret for a name, for tests.
    public init(stringLiteral secret: String) {
        self.init(name: secret, secret: secret)
    }
}
