// SPDX-License-Identifier: MIT

public import ICE

/// Where a peer's datagrams go.
public protocol PeerConnectionOutput: AnyObject {
    /// Where the peer opens and makes packets; peers that share it are of one loop.
    var packetMemory: PacketMemory { get }

    /// Sends a datagram now, or drops it; the bytes are the peer's again afterwards.
    func send(_ datagram: Span<UInt8>, over pair: ICEPair)
}
