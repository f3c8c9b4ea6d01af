// SPDX-License-Identifier: MIT

internal import ICE
internal import WebRTC

/// Where media is reached, as the operator decides.
struct MediaAddresses: Hashable, Sendable {
    /// What candidates carry; empty for the addresses that are bound.
    var publicAddresses: [IPAddress] = []
    /// What is bound; empty for all addresses of the machine, or what the public addresses need of them.
    var bound: [IPAddress] = []
    /// The ports to take; nil for any.
    var ports: ClosedRange<UInt16>?

    /// An address with which the others do not go together.
    struct Problem: Hashable {
        let address: IPAddress
        /// Whether it is one of those to bind.
        let isBound: Bool
        let message: String
    }

    /// The ports that a loop tries, in turn: no other loop tries them.
    func ports(ofLoop index: Int, of loops: Int) -> [UInt16] {
        guard let ports else { return [0] }
        return stride(from: Int(ports.lowerBound) + index, through: Int(ports.upperBound), by: loops).map {
            UInt16($0)
        }
    }

    /// What to bind, the preferred first.
    ///
    /// A public address that is bound is reached as it is. Others stand for what a NAT translates: in their order, for the
    /// addresses of `bound` that are not public themselves, the last of these for all that are left. Without `bound`, they
    /// stand for any address of the machine of their family: then all of these have the same port.
    ///
    /// - Parameter own: The addresses of this machine.
    /// - Returns: Bindings for all addresses that have no ``problems``.
    func bindings(own: [IPAddress]) -> [PortBinding] {
        guard !publicAddresses.isEmpty else { return (bound.isEmpty ? own : bound).map { PortBinding($0) } }
        var order: [[IPAddress]] = []
        var candidates: [[IPAddress]: [IPAddress]] = [:]
        for address in publicAddresses {
            let targets = bound.isEmpty ? targets(of: address, own: own) : boundTarget(of: address).map { [$0] } ?? []
            if candidates[targets] == nil { order.append(targets) }
            candidates[targets, default: []].append(address)
        }
        return order.map { PortBinding($0, candidates: candidates[$0] ?? []) }
    }

    /// What is wrong with `bound` and `publicAddresses` together.
    var problems: [Problem] {
        guard !publicAddresses.isEmpty, !bound.isEmpty else { return [] }
        let unreachable = publicAddresses.filter { boundTarget(of: $0) == nil }.map {
            Problem(address: $0, isBound: false, message: "no address of bind is there for it, of its family")
        }
        let targets = Set(publicAddresses.compactMap(boundTarget))
        let unnamed = bound.filter { !targets.contains($0) }.map {
            Problem(address: $0, isBound: true, message: "no address of public_addresses leads to it")
        }
        return unreachable + unnamed
    }

    private func boundTarget(of address: IPAddress) -> IPAddress? {
        if bound.contains(address) { return address }
        let inner = bound.filter { $0.family == address.family && !publicAddresses.contains($0) }
        let translated = publicAddresses.filter { $0.family == address.family && !bound.contains($0) }
        guard !inner.isEmpty, let place = translated.firstIndex(of: address) else { return nil }
        return inner[min(place, inner.count - 1)]
    }

    private func targets(of address: IPAddress, own: [IPAddress]) -> [IPAddress] {
        let isAllOwn = publicAddresses.allSatisfy { $0.family != address.family || own.contains($0) }
        return isAllOwn ? [address] : own.filter { $0.family == address.family }
    }
}
