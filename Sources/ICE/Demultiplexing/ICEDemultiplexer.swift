// SPDX-License-Identifier: MIT

/// Tells the peers of one shared UDP port apart: checks by our fragment, all else by the validated remote address.
///
/// An address can have several peers: who crashes and calls again from the same port, or comes out of the same port of a NAT,
/// validates it while its last connection still waits for it to speak. Datagrams from there are for whichever of them finds
/// them authentic, so that no peer takes them from another by a false source address.
///
/// Only its owner's calls change it, never a datagram: junk and forgeries leave nothing behind.
public struct ICEDemultiplexer: ~Copyable {
    /// The longest fragment that can be registered; ``ICECredentials/generatedUfragLength`` is shorter.
    public static var maximumUfragLength: Int { UfragKey.maximumLength }
    /// How many addresses a peer may have.
    public static var maximumAddressCount: Int { ICELiteAgent.maximumPairCount }
    /// How many peers may have an address.
    public static var maximumPeersPerAddress: Int { 8 }
    /// How many fragments a peer may have: two generations, and one in between.
    public static var maximumUfragCount: Int { 3 }

    /// What became of a registration.
    public enum Registration: Hashable, Sendable {
        /// It is there, or was already.
        case done

        /// Another peer has the fragment and keeps it.
        case held(by: ICEPeerID)

        /// The table, the peer or the address has as many as it may.
        case full

        /// The fragment is empty or too long.
        case unsuitable
    }

    private struct Entries {
        var ufrags: [UfragKey] = []
        var addresses: [TransportAddress] = []
    }

    private let maximumPeerCount: Int
    private var peerOfUfrag: [UfragKey: ICEPeerID] = [:]
    private var peerOfAddress: [TransportAddress: ICEPeerID] = [:]
    /// The peers that came to an address after the first, where there are any.
    private var laterPeers: [TransportAddress: [ICEPeerID]] = [:]
    private var entries: [ICEPeerID: Entries] = [:]

    /// Takes how many peers there may be.
    public init(maximumPeerCount: Int) {
        self.maximumPeerCount = maximumPeerCount
    }

    /// How many peers have an entry.
    public var peerCount: Int { entries.count }
    /// How many fragments are registered.
    public var ufragCount: Int { peerOfUfrag.count }
    /// How many addresses are registered.
    public var addressCount: Int { peerOfAddress.count }

    /// Registers a fragment of ours for a peer, which is new or known.
    public mutating func register(ufrag: String, of peer: ICEPeerID) -> Registration {
        let bytes = Array(ufrag.utf8)
        guard let key = UfragKey(bytes.span, in: 0..<bytes.count) else { return .unsuitable }
        if let holder = peerOfUfrag[key] { return holder == peer ? .done : .held(by: holder) }
        var item = entries[peer] ?? Entries()
        guard entries[peer] != nil || entries.count < maximumPeerCount, item.ufrags.count < Self.maximumUfragCount
        else { return .full }
        item.ufrags.append(key)
        entries[peer] = item
        peerOfUfrag[key] = peer
        return .done
    }

    /// Takes a fragment away from a peer, after a restart.
    public mutating func remove(ufrag: String, of peer: ICEPeerID) {
        let bytes = Array(ufrag.utf8)
        guard let key = UfragKey(bytes.span, in: 0..<bytes.count), peerOfUfrag[key] == peer else { return }
        peerOfUfrag[key] = nil
        entries[peer]?.ufrags.removeAll { $0 == key }
    }

    /// Registers an address that a peer has validated, for it alone or beside others.
    ///
    /// The peer must have registered a fragment before.
    public mutating func register(address: TransportAddress, of peer: ICEPeerID) -> Registration {
        guard let addresses = entries[peer]?.addresses else { return .full }
        guard !addresses.contains(address) else { return .done }
        guard addresses.count < Self.maximumAddressCount else { return .full }
        if peerOfAddress[address] == nil {
            peerOfAddress[address] = peer
        } else {
            guard 1 + otherPeers(at: address).count < Self.maximumPeersPerAddress else { return .full }
            laterPeers[address, default: []].append(peer)
        }
        entries[peer]?.addresses.append(address)
        return .done
    }

    /// Takes an address away from a peer.
    public mutating func remove(address: TransportAddress, of peer: ICEPeerID) {
        guard entries[peer]?.addresses.contains(address) == true else { return }
        entries[peer]?.addresses.removeAll { $0 == address }
        release(address, of: peer)
    }

    /// Removes all that a peer has.
    public mutating func remove(peer: ICEPeerID) {
        guard let item = entries.removeValue(forKey: peer) else { return }
        for ufrag in item.ufrags { peerOfUfrag[ufrag] = nil }
        for address in item.addresses { release(address, of: peer) }
    }

    /// The next peer of an address takes the place of one that leaves it.
    private mutating func release(_ address: TransportAddress, of peer: ICEPeerID) {
        var later = laterPeers.removeValue(forKey: address) ?? []
        if peerOfAddress[address] == peer {
            peerOfAddress[address] = later.isEmpty ? nil : later.removeFirst()
        } else {
            later.removeAll { $0 == peer }
        }
        if !later.isEmpty { laterPeers[address] = later }
    }

    /// The peers of an address beside the one that ``route(_:from:)`` tells, in the order in which they came: mostly none.
    public func otherPeers(at address: TransportAddress) -> [ICEPeerID] {
        // One look at a table less for each packet.
        laterPeers.isEmpty ? [] : laterPeers[address] ?? []
    }

    /// Finds out where a datagram goes; without allocation.
    public func route(_ datagram: Span<UInt8>, from remote: TransportAddress) -> ICERoute {
        switch DatagramKind(datagram) {
        case .stun: return routeSTUN(datagram, from: remote)
        case .dtls: return peerOfAddress[remote].map { .dtls($0) } ?? .dropped(.unknownAddress)
        case .rtp: return peerOfAddress[remote].map { .rtp($0) } ?? .dropped(.unknownAddress)
        case .rtcp: return peerOfAddress[remote].map { .rtcp($0) } ?? .dropped(.unknownAddress)
        case .other: return .dropped(.otherProtocol)
        }
    }

    private func routeSTUN(_ datagram: Span<UInt8>, from remote: TransportAddress) -> ICERoute {
        guard let message = try? STUNMessage(parsing: datagram) else { return .dropped(.malformedSTUN) }
        guard message.type == .bindingRequest else {
            return peerOfAddress[remote].map { .stun($0, message) } ?? .dropped(.unknownAddress)
        }
        guard let username = message.username, let key = UfragKey(username: datagram, in: username),
            let peer = peerOfUfrag[key]
        else { return .dropped(.unknownUfrag) }
        return .stun(peer, message)
    }
}
