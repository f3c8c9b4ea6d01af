// SPDX-License-Identifier: MIT

/// A message that waits to be sent, or of which a part was sent.
struct OutgoingMessage {
    /// What a queued message costs beyond its bytes, counted against the send buffer.
    static let overhead = 128

    var protocolID: UInt32
    var isUnordered: Bool
    var limit: TransmissionLimit
    var payload: [UInt8]
    /// The number of bytes that have been sent.
    var offset = 0
    /// Given with the first fragment, so that a message which expires before leaves no gap.
    var sequence: UInt16 = 0

    var rest: Int { payload.count - offset }
    var hasBegun: Bool { offset > 0 }
}

/// When a message is given up.
struct TransmissionLimit: Hashable {
    var transmissions: Int
    var deadline: Duration?

    init(_ reliability: SCTPReliability, now: Duration) {
        switch reliability {
        case .reliable:
            transmissions = .max
            deadline = nil
        case .retransmissions(let count):
            transmissions = Int(count) + 1
            deadline = nil
        case .lifetime(let lifetime):
            transmissions = .max
            deadline = now + lifetime
        }
    }

    static let none = TransmissionLimit(.reliable, now: .zero)

    func isExpired(at now: Duration) -> Bool {
        deadline.map { $0 <= now } ?? false
    }
}
