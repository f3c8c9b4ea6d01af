// SPDX-License-Identifier: MIT

/// One of the two ends that a bridged call connects.
public enum CallSide: String, Hashable, Sendable, CaseIterable {
    /// Who called.
    case client
    /// The provider.
    case upstream

    /// The one that it talks to.
    var other: CallSide { self == .client ? .upstream : .client }
}

/// One thing of each side.
struct BothSides<Value> {
    var client: Value
    var upstream: Value

    init(client: Value, upstream: Value) {
        self.client = client
        self.upstream = upstream
    }

    /// The same for both.
    init(_ value: Value) {
        self.init(client: value, upstream: value)
    }

    subscript(side: CallSide) -> Value {
        _read {
            switch side {
            case .client: yield client
            case .upstream: yield upstream
            }
        }
        _modify {
            switch side {
            case .client: yield &client
            case .upstream: yield &upstream
            }
        }
    }
}

extension BothSides: Sendable where Value: Sendable {}
