// SPDX-License-Identifier: MIT

/// The address for the `m=` and `c=` lines, which peers without ICE would use.
///
/// [RFC 8839, section 4.2.1.2](https://www.rfc-editor.org/rfc/rfc8839.html#section-4.2.1.2).
struct DefaultCandidate {
    var port = 9
    var connection = "IN IP4 0.0.0.0"

    /// The first IPv4 address for RTP over UDP, or else the first IPv6 address; port 9 where there is neither.
    init(of candidates: [String]) {
        var isChosen = false
        for candidate in candidates {
            let fields = candidate.utf8.split(separator: ASCII.space, maxSplits: 6).map { Substring($0) }
            guard fields.count > 5, fields[1] == "1", fields[2].lowercased() == "udp",
                let port = fields[5].decimal, (1...65535).contains(port)
            else { continue }
            let address = fields[4]
            let isIPv4 = address.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
            let isIPv6 = address.utf8.contains(UInt8(ascii: ":"))
            guard isIPv4 || (isIPv6 && !isChosen) else { continue }
            self.port = port
            connection = "IN \(isIPv4 ? "IP4" : "IP6") \(address)"
            isChosen = true
            if isIPv4 { return }
        }
    }
}
