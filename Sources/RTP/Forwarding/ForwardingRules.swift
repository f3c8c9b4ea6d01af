// SPDX-License-Identifier: MIT

/// What packets of one leg become on another, as both have negotiated it.
public struct ForwardingRules: Hashable, Sendable {
    /// A payload type on both legs.
    public struct PayloadType: Hashable, Sendable {
        /// The payload type on the leg that packets come from, 0 to 127.
        public var incoming: UInt8

        /// The payload type on the leg that packets go to, 0 to 127.
        public var outgoing: UInt8

        /// The rate of the codec's clock, in Hz, the same on both.
        public var clockRate: Int

        /// Makes a pair.
        public init(incoming: UInt8, outgoing: UInt8, clockRate: Int) {
            self.incoming = incoming
            self.outgoing = outgoing
            self.clockRate = clockRate
        }
    }

    /// The id of a header extension on both legs.
    public struct HeaderExtension: Hashable, Sendable {
        /// The id on the leg that packets come from.
        public var incoming: UInt8

        /// The id on the leg that packets go to.
        public var outgoing: UInt8

        /// Makes a pair.
        public init(incoming: UInt8, outgoing: UInt8) {
            self.incoming = incoming
            self.outgoing = outgoing
        }
    }

    /// The header extensions that are mapped at most.
    public static let maxExtensions = 16

    /// The length that a mid may have, in bytes.
    public static let maxMidLength = 255

    /// The payload types that are forwarded; packets of others are dropped.
    public let payloadTypes: [PayloadType]

    /// The SSRC of what is sent.
    public let ssrc: UInt32

    /// The header extensions that are forwarded; others are left out.
    public let extensions: [HeaderExtension]

    /// The id under which each packet gets the mid of its section on the leg that it goes to; 0 for none.
    public let midID: UInt8

    /// The mid; empty for none.
    public let mid: [UInt8]

    /// Whether extensions are written in the two-byte form: where an id does not fit the other.
    let usesTwoByteForm: Bool

    /// Makes rules.
    ///
    /// - Parameters:
    ///   - payloadTypes: What is forwarded; clock rates are above 0.
    ///   - ssrc: The SSRC of what is sent.
    ///   - extensions: At most ``maxExtensions``, with ids from 1 to 255.
    ///   - midID: The id of the header extension `mid` where packets go to, if it is agreed on.
    ///   - mid: The mid as bytes, at most ``maxMidLength``.
    public init(
        payloadTypes: [PayloadType],
        ssrc: UInt32,
        extensions: [HeaderExtension] = [],
        midID: UInt8? = nil,
        mid: [UInt8] = []
    ) {
        for type in payloadTypes { ClockRate.check(type.clockRate) }
        precondition(payloadTypes.allSatisfy { $0.incoming < 128 && $0.outgoing < 128 }, "a payload type above 127")
        precondition(extensions.count <= Self.maxExtensions, "\(extensions.count) header extensions")
        precondition(extensions.allSatisfy { $0.incoming > 0 && $0.outgoing > 0 }, "a header extension of id 0")
        precondition(mid.count <= Self.maxMidLength, "a mid of \(mid.count) bytes")
        self.payloadTypes = payloadTypes
        self.ssrc = ssrc
        self.extensions = extensions
        usesTwoByteForm = extensions.contains { $0.outgoing > 14 } || (midID ?? 0) > 14
        let fits = !mid.isEmpty && (usesTwoByteForm || mid.count <= 16)
        self.midID = fits ? midID ?? 0 : 0
        self.mid = self.midID == 0 ? [] : mid
    }

    /// How many bytes a packet may grow at most.
    public var maxGrowth: Int {
        // Header of the extension, one more byte for each element in the two-byte form, the mid, three for the word.
        4 + extensions.count + (mid.isEmpty ? 0 : 2 + mid.count) + 3
    }

    func payloadType(_ incoming: UInt8) -> PayloadType? {
        for type in payloadTypes where type.incoming == incoming { return type }
        return nil
    }

    /// The place in `extensions` of an id on the leg that packets come from.
    func place(ofExtension incoming: UInt8) -> Int? {
        for place in extensions.indices where extensions[place].incoming == incoming { return place }
        return nil
    }
}
