// SPDX-License-Identifier: MIT

/// Why a packet is not forwarded; raw values are stable and fit for a metric label.
public enum DropReason: String, Hashable, Sendable, CaseIterable {
    /// Its payload type is not one that both legs have.
    case unknownPayloadType = "unknown_payload_type"

    /// It came after its source had changed or begun anew, and its place is taken.
    case late

    /// A packet of the same number has been forwarded.
    case duplicate

    /// Its number is far from all others; if the next follows it, the source has begun anew.
    case suspect

    /// It does not fit the place it is to be written to.
    case noRoom = "no_room"
}

/// What becomes of a packet.
public enum ForwardingOutcome: Hashable, Sendable {
    /// It is written for the other leg.
    case forwarded(ForwardedPacket)

    /// It is not.
    case dropped(DropReason)
}

/// A packet as it is written for the other leg.
public struct ForwardedPacket: Hashable, Sendable {
    /// The length of the packet, in bytes.
    public var length: Int

    /// The length of its payload, in bytes.
    public var payloadLength: Int

    /// Its payload type.
    public var payloadType: UInt8

    /// Its sequence number.
    public var sequenceNumber: UInt16

    /// Its timestamp.
    public var timestamp: UInt32

    /// Tells what was written; lengths are in bytes.
    public init(length: Int, payloadLength: Int, payloadType: UInt8, sequenceNumber: UInt16, timestamp: UInt32) {
        self.length = length
        self.payloadLength = payloadLength
        self.payloadType = payloadType
        self.sequenceNumber = sequenceNumber
        self.timestamp = timestamp
    }
}

/// What a forwarder has done.
public struct ForwardingCounts: Hashable, Sendable {
    /// Packets written for the other leg.
    public internal(set) var forwarded: UInt64 = 0

    /// How often a source took the place of another or began anew, the first not counted.
    public internal(set) var sourceChanges: UInt64 = 0

    /// Packets dropped, by reason.
    public subscript(reason: DropReason) -> UInt64 {
        get {
            switch reason {
            case .unknownPayloadType: unknownPayloadType
            case .late: late
            case .duplicate: duplicate
            case .suspect: suspect
            case .noRoom: noRoom
            }
        }
        set {
            switch reason {
            case .unknownPayloadType: unknownPayloadType = newValue
            case .late: late = newValue
            case .duplicate: duplicate = newValue
            case .suspect: suspect = newValue
            case .noRoom: noRoom = newValue
            }
        }
    }

    private var unknownPayloadType: UInt64 = 0
    private var late: UInt64 = 0
    private var duplicate: UInt64 = 0
    private var suspect: UInt64 = 0
    private var noRoom: UInt64 = 0
}
