// SPDX-License-Identifier: MIT

internal import ICE

extension RelayConfiguration {
    /// The most addresses of each list: as many as an offer of ours may have.
    private static let maximumMediaAddresses = ICELimits.localCandidates
    private static let portsRule = "a port or a range of ports, such as 40000 or \"40000-40099\""

    /// Reads `media`; `loops` is how many event loops there will be.
    static func media(_ root: inout ConfigurationObject, loops: Int) -> MediaAddresses {
        var media = MediaAddresses()
        guard let value = root.take("media") else { return media }
        root.reader.object(value, at: root.path("media")) { object in
            media.publicAddresses = addresses("public_addresses", &object)
            media.bound = addresses("bind", &object)
            media.ports = ports(&object, loops: loops)
            for problem in media.problems {
                let (list, address) =
                    problem.isBound ? ("bind", media.bound) : ("public_addresses", media.publicAddresses)
                let index = address.firstIndex(of: problem.address) ?? 0
                object.reader.report("\(object.path(list))[\(index)]", problem.message)
            }
        }
        return media
    }

    private static func addresses(_ name: String, _ object: inout ConfigurationObject) -> [ICE.IPAddress] {
        guard let value = object.take(name) else { return [] }
        guard case .array(let elements) = value, (1...maximumMediaAddresses).contains(elements.count) else {
            object.reader.report(object.path(name), "must be an array of 1 to \(maximumMediaAddresses) IP addresses")
            return []
        }
        var addresses: [ICE.IPAddress] = []
        for (index, element) in elements.enumerated() {
            let place = "\(object.path(name))[\(index)]"
            guard case .string(let text) = element, let address = ICE.IPAddress(text), address.isOneHost else {
                object.reader.report(
                    place,
                    "must be the IP address of one machine, such as \"192.0.2.1\" or \"2001:db8::1\""
                )
                continue
            }
            guard !addresses.contains(address) else {
                object.reader.report(place, "is there already")
                continue
            }
            addresses.append(address)
        }
        return addresses
    }

    private static func ports(_ object: inout ConfigurationObject, loops: Int) -> ClosedRange<UInt16>? {
        guard let value = object.take("ports") else { return nil }
        guard let ports = ports(in: value) else {
            object.reader.report(object.path("ports"), "must be \(portsRule)")
            return nil
        }
        guard ports.count >= loops else {
            object.reader.report(
                object.path("ports"),
                "must be at least \(loops) ports: each of the \(loops) event loops (loops) has one of its own"
            )
            return nil
        }
        return ports
    }

    private static func ports(in value: ConfigurationValue) -> ClosedRange<UInt16>? {
        switch value {
        case .number(let number): return UInt16(exactly: number).flatMap { $0 > 0 ? $0...$0 : nil }
        case .string(let text):
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(port)
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last
            else { return nil }
            return first...last
        default: return nil
        }
    }

    private static func port(_ digits: Substring) -> UInt16? {
        // UInt16's own parser takes a sign.
        guard digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let port = UInt16(digits), port > 0 else {
            return nil
        }
        return port
    }
}

extension ICE.IPAddress {
    /// Whether a candidate can carry it: not unspecified, broadcast, a group, mapped, or of a link alone.
    fileprivate var isOneHost: Bool {
        guard scope != .multicast, scope != .linkLocal, unmapped == self else { return false }
        switch family {
        case .ipv4: return low != 0 && low != 0xFFFF_FFFF
        case .ipv6: return high != 0 || low != 0
        }
    }
}
