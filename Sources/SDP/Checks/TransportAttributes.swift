// SPDX-License-Identifier: MIT

/// Which of the attributes that a peer needs to connect have been seen, with a value.
struct TransportAttributes: OptionSet {
    let rawValue: UInt8

    static let iceUfrag = TransportAttributes(rawValue: 1)
    static let icePwd = TransportAttributes(rawValue: 2)
    static let iceCredentials: TransportAttributes = [.iceUfrag, .icePwd]
    static let fingerprint = TransportAttributes(rawValue: 4)
}
