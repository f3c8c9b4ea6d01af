// SPDX-License-Identifier: MIT

/// A candidate as the SDP attribute `candidate` has it (RFC 8839 section 5.1).
public struct ICECandidate: Hashable, Sendable {
    /// Where a candidate is.
    public enum Host: Hashable, Sendable {
        /// An address.
        case address(IPAddress)

        /// A name; one in `.local` hides an address from the web page (mDNS).
        case name(String)
    }

    /// Why a candidate, though well-formed, is not used here.
    public enum Obstacle: String, CaseIterable, Hashable, Sendable {
        /// It is not UDP.
        case transport

        /// Its address is an mDNS name.
        case multicastName

        /// Its address is a domain name, which would have to be looked up.
        case domainName

        /// It is for RTCP of its own; everything here is multiplexed.
        case component

        /// It is of a type that is not known.
        case type

        /// It has no port to send to.
        case port
    }

    /// Candidates of the same one are found alike (RFC 8445 section 5.1.1.3): 1 to 32 characters.
    public var foundation: String
    /// 1 for RTP and all that is multiplexed with it.
    public var component: UInt16
    /// `udp`, `tcp` or another, in small letters.
    public var transport: String
    /// 1 to ``CandidatePriority/maximum``.
    public var priority: UInt32
    /// The address, or its name.
    public var host: Host
    /// The port; 9 for active TCP.
    public var port: UInt16
    /// The type as written: ``type`` unless it is unknown.
    public var typeName: String
    /// The base's address as told, for diagnosis only.
    public var relatedAddress: TransportAddress?
    /// Names and values after the known ones, in order, such as `tcptype` and `ufrag`.
    public var extensions: [Extension]

    /// A name and a value.
    public struct Extension: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String

        /// Puts both together.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Takes all parts.
    public init(
        foundation: String,
        component: UInt16 = 1,
        transport: String = "udp",
        priority: UInt32,
        host: Host,
        port: UInt16,
        typeName: String,
        relatedAddress: TransportAddress? = nil,
        extensions: [Extension] = []
    ) {
        self.foundation = foundation
        self.component = component
        self.transport = transport
        self.priority = priority
        self.host = host
        self.port = port
        self.typeName = typeName
        self.relatedAddress = relatedAddress
        self.extensions = extensions
    }

    /// A UDP candidate of the agent's own; the first of several has the highest local preference.
    public static func host(_ address: TransportAddress, localPreference: UInt16 = 65_535) -> ICECandidate {
        ICECandidate(
            foundation: CandidateFoundation.make(type: .host, base: address.ip),
            priority: CandidatePriority.candidate(type: .host, localPreference: localPreference),
            host: .address(address.ip),
            port: address.port,
            typeName: CandidateType.host.rawValue
        )
    }

    /// The type, if it is known.
    public var type: CandidateType? { CandidateType(rawValue: typeName) }

    /// Where datagrams for it would go, if it has an address.
    public var address: TransportAddress? {
        guard case .address(let ip) = host else { return nil }
        return TransportAddress(ip: ip, port: port)
    }

    /// Why it cannot be used, or nil if it can.
    public var obstacle: Obstacle? {
        guard transport == "udp" else { return .transport }
        guard component == 1 else { return .component }
        guard type != nil else { return .type }
        switch host {
        case .name(let name): return name.lowercased().hasSuffix(".local") ? .multicastName : .domainName
        case .address: return port == 0 ? .port : nil
        }
    }
}
