// SPDX-License-Identifier: MIT

internal import CLinux
public import ICE

/// The addresses of this machine.
public enum LocalAddresses {
    /// How many are looked at.
    private static let maximum: Int32 = 64

    /// The addresses of the interfaces that are up, those of other machines' sight before loopback ones; without link-local
    /// ones, which mean nothing without their interface.
    public static func all() -> [IPAddress] {
        let none = clinux_address()
        var found = [clinux_address](repeating: none, count: Int(maximum))
        let count = unsafe clinux_interface_addresses(&found, maximum)
        let addresses = found.prefix(max(0, Int(count))).map { TransportAddress($0).ip }
        return addresses.filter { $0.scope != .loopback } + addresses.filter { $0.scope == .loopback }
    }
}
