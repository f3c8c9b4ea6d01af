// SPDX-License-Identifier: MIT

/// Collects the lines of one level of a description, each with CR LF.
struct LineWriter {
    private(set) var lines: [SessionDescription.Line] = []

    mutating func line(_ type: SessionDescription.LineType, _ value: String) {
        lines.append(SessionDescription.Line(type: type, value: value, ending: .crlf))
    }

    mutating func attribute(_ name: String) {
        line(.attribute, name)
    }

    mutating func attribute(_ name: String, _ value: String) {
        line(.attribute, "\(name):\(value)")
    }

    /// The lines that every description begins with.
    ///
    /// [RFC 9429, section 5.2.1](https://www.rfc-editor.org/rfc/rfc9429.html#section-5.2.1).
    mutating func beginSession(of local: LocalPeer) {
        line(.version, "0")
        line(.origin, "- \(local.sessionID) 1 IN IP4 0.0.0.0")
        line(.sessionName, "-")
        line(.timing, "0 0")
        if local.isICELite { attribute("ice-lite") }
        if !local.iceOptions.isEmpty { attribute("ice-options", local.iceOptions.joined(separator: " ")) }
    }

    /// Credentials, fingerprint and role, which stand in every section for peers that look nowhere else.
    mutating func transport(of local: LocalPeer, setup: SetupRole) {
        attribute("ice-ufrag", local.credentials.ufrag)
        attribute("ice-pwd", local.credentials.pwd)
        attribute("fingerprint", local.fingerprint.value)
        attribute("setup", setup.rawValue)
    }

    /// The candidates, which stand once, in the section that the group names first.
    mutating func candidates(of local: LocalPeer) {
        for candidate in local.candidates { attribute("candidate", candidate) }
        if !local.candidates.isEmpty { attribute("end-of-candidates") }
    }
}

extension Fingerprint {
    /// Makes a fingerprint of a hash; the name of the function is taken in lower case.
    public init(hashFunction: String, bytes: [UInt8]) {
        self.hashFunction = hashFunction.lowercased()
        self.bytes = bytes
    }

    /// The value of `a=fingerprint:`, in upper-case hex digits as RFC 8122 asks for.
    public var value: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var hex: [UInt8] = []
        hex.reserveCapacity(bytes.count * 3)
        for byte in bytes {
            if !hex.isEmpty { hex.append(UInt8(ascii: ":")) }
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 0xF)])
        }
        return "\(hashFunction) \(String(decoding: hex, as: UTF8.self))"
    }
}
