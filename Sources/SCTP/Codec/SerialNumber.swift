// SPDX-License-Identifier: MIT

/// A transmission sequence number: 32 bits that wrap around, compared as [RFC 9260, section
/// 1.6](https://www.rfc-editor.org/rfc/rfc9260.html#section-1.6) says.
///
/// Also the sequence numbers of stream reconfiguration.
///
/// Not `Comparable`: the order is not transitive around the whole circle.
struct TSN: Hashable, Sendable {
    var value: UInt32

    init(_ value: UInt32) {
        self.value = value
    }

    var next: TSN { TSN(value &+ 1) }
    var previous: TSN { TSN(value &- 1) }

    @inline(__always)
    static func > (left: TSN, right: TSN) -> Bool { Int32(truncatingIfNeeded: left.value &- right.value) > 0 }
    @inline(__always)
    static func >= (left: TSN, right: TSN) -> Bool { left == right || left > right }
    @inline(__always)
    static func < (left: TSN, right: TSN) -> Bool { right > left }
    @inline(__always)
    static func <= (left: TSN, right: TSN) -> Bool { right >= left }

    static func + (left: TSN, count: Int) -> TSN { TSN(left.value &+ UInt32(truncatingIfNeeded: count)) }

    /// How far it is from the other number, forwards.
    @inline(__always)
    func distance(from other: TSN) -> Int { Int(value &- other.value) }
}

/// Stream sequence numbers: 16 bits that wrap around.
enum StreamSequence {
    @inline(__always)
    static func isAfter(_ left: UInt16, _ right: UInt16) -> Bool { Int16(truncatingIfNeeded: left &- right) > 0 }
}
