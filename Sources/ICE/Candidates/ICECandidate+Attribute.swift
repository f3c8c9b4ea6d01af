// SPDX-License-Identifier: MIT

// candidate-attribute = "candidate" ":" foundation SP component-id SP transport SP priority SP connection-address
//     SP port SP cand-type [SP rel-addr] [SP rel-port] *(SP cand-extension)
// cand-type = "typ" SP candidate-types          rel-addr = "raddr" SP connection-address
// rel-port = "rport" SP port                    cand-extension = extension-att-name SP extension-att-value
// (RFC 8839 section 5.1)
extension ICECandidate {
    /// The longest text that is read.
    public static let maximumTextLength = 512
    /// The most extensions that are read.
    public static let maximumExtensionCount = 16
    /// The longest foundation (RFC 8839 section 5.1).
    public static let maximumFoundationLength = 32
    /// The longest name (RFC 1035 section 2.3.4).
    public static let maximumNameLength = 255

    /// Reads an attribute with or without `a=` and `candidate:`; what cannot be used here is read all the same.
    ///
    /// ``obstacle`` tells whether it can be used.
    public init(parsing text: String) throws(ICECandidateError) {
        var bytes = Array(text.utf8.prefix(Self.maximumTextLength + 1))[...]
        guard bytes.count <= Self.maximumTextLength, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .badText
        }
        for prefix in ["a=", "candidate:"] where bytes.starts(with: prefix.utf8) {
            bytes = bytes.dropFirst(prefix.count)
        }
        let parts = bytes.split(separator: UInt8(ascii: " "))
        guard parts.count >= 8, Self.text(parts[6]) == "typ" else { throw .missingPart }
        guard parts[0].count <= Self.maximumFoundationLength, ICECharacters.areValid(parts[0]) else {
            throw .badFoundation
        }
        guard let component = DecimalNumber.read(parts[1], maximum: 256), component > 0 else { throw .badComponent }
        guard let priority = DecimalNumber.read(parts[3], maximum: UInt64(CandidatePriority.maximum)), priority > 0
        else { throw .badPriority }
        self.init(
            foundation: Self.text(parts[0]),
            component: UInt16(component),
            transport: Self.text(parts[2]).lowercased(),
            priority: UInt32(priority),
            host: try Self.host(parts[4]),
            port: try Self.port(parts[5]),
            typeName: Self.text(parts[7])
        )
        try readExtensions(parts[8...])
    }

    private mutating func readExtensions(_ parts: ArraySlice<ArraySlice<UInt8>>) throws(ICECandidateError) {
        guard parts.count % 2 == 0, parts.count / 2 <= Self.maximumExtensionCount + 2 else { throw .badExtension }
        var relatedIP: IPAddress?
        var relatedPort: UInt16?
        for index in stride(from: parts.startIndex, to: parts.endIndex, by: 2) {
            switch Self.text(parts[index]) {
            // Browsers write 0.0.0.0 or a name here to hide the base: any text will do.
            case "raddr": relatedIP = IPAddress(Self.text(parts[index + 1]))
            case "rport": relatedPort = try Self.port(parts[index + 1])
            case let name: extensions.append(Extension(name: name, value: Self.text(parts[index + 1])))
            }
        }
        guard extensions.count <= Self.maximumExtensionCount else { throw .badExtension }
        if let relatedIP, let relatedPort { relatedAddress = TransportAddress(ip: relatedIP, port: relatedPort) }
    }

    private static func host(_ part: ArraySlice<UInt8>) throws(ICECandidateError) -> Host {
        let text = text(part)
        if let ip = IPAddress(text) { return .address(ip) }
        let isName = part.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        // Digits and dots alone are a mistaken address, not a name.
        let hasLetter = part.contains { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        guard isName, hasLetter, part.count <= maximumNameLength else { throw .badAddress }
        return .name(text)
    }

    private static func port(_ part: ArraySlice<UInt8>) throws(ICECandidateError) -> UInt16 {
        guard let port = DecimalNumber.read(part, maximum: 65_535) else { throw .badPort }
        return UInt16(port)
    }

    private static func text(_ part: ArraySlice<UInt8>) -> String {
        String(decoding: part, as: UTF8.self)
    }
}

extension ICECandidate: CustomStringConvertible {
    /// The attribute's value: `candidate:1 1 udp 2130706431 192.0.2.1 443 typ host`.
    public var description: String {
        let place =
            switch host {
            case .address(let ip): ip.description
            case .name(let name): name
            }
        var text = "candidate:\(foundation) \(component) \(transport) \(priority) \(place) \(port) typ \(typeName)"
        if let relatedAddress { text += " raddr \(relatedAddress.ip) rport \(relatedAddress.port)" }
        for item in extensions { text += " \(item.name) \(item.value)" }
        return text
    }
}
