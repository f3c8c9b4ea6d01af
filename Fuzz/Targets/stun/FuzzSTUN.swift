// SPDX-License-Identifier: MIT

internal import Cryptography
internal import ICE

private let credentials = ICECredentials(ufrag: "aaaa", password: "aaaaaaaaaaaaaaaaaaaaaaaa")
private let local = TransportAddress(ip: IPAddress(ipv4: 1), port: 1)

/// The input as a datagram is never accepted; as the attributes of a check that is signed it may be, and then no answer
/// is longer than the check, and there is one at most.
@c(LLVMFuzzerTestOneInput)
public func fuzzSTUN(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let credentials else { preconditionFailure("credentials that are none") }
    give(input, credentials, isSigned: false)
    if input.count <= 1_000 { give(signed(input, credentials), credentials, isSigned: true) }
    return 0
}

private func give(_ datagram: [UInt8], _ credentials: ICECredentials, isSigned: Bool) {
    for remote in [IPAddress(ipv4: 2), IPAddress(ipv6High: 1, low: 2)] {
        let remote = TransportAddress(ip: remote, port: 2)
        var lite = ICELiteAgent(credentials: credentials, now: .zero)
        var configuration = ICEConfiguration()
        configuration.policy = .any
        var full = ICEAgent(
            role: datagram.count % 8 == 0 ? .controlling : .controlled,
            credentials: credentials,
            configuration: configuration,
            random: Numbers(),
            now: .zero
        )
        full.addLocal(local)
        let receptions = [
            lite.receive(datagram.span, from: remote, local: local, now: .zero),
            full.receive(datagram.span, from: remote, local: local, now: .zero),
        ]
        precondition(isSigned || !receptions.contains(.accepted), "accepted without integrity")
        let answers = [lite.nextTransmit(), full.nextTransmit()]
        for answer in answers {
            precondition((answer?.bytes.count ?? 0) <= datagram.count, "an answer longer than its check")
            precondition(isSigned || answer == nil, "an answer without integrity")
        }
        precondition(lite.nextTransmit() == nil && full.nextTransmit() == nil, "more than one answer")
        full.setRemote(credentials, isLite: false, now: .zero)
        full.handleTimeout(now: .zero)
    }
    var demultiplexer = ICEDemultiplexer(maximumPeerCount: 1)
    let peer = ICEPeerID(rawValue: 1)
    precondition(demultiplexer.register(ufrag: credentials.ufrag, of: peer) == .done, "not registered")
    _ = demultiplexer.route(datagram.span, from: local)
}

/// A check with the user name, the attributes, integrity and fingerprint.
private func signed(_ attributes: [UInt8], _ credentials: ICECredentials) -> [UInt8] {
    var message: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 7, count: 12)
    message += [0, 6, 0, 9] + Array("\(credentials.ufrag):bbbb".utf8) + [0, 0, 0]
    message += attributes + [UInt8](repeating: 0, count: (4 - attributes.count % 4) % 4)
    setLength(message.count + 4, of: &message)
    let code = HMACSHA1(key: Array(credentials.password.utf8)).code(of: message.span, Span()).bytes
    message += [0, 8, 0, 20] + code
    setLength(message.count - 12, of: &message)
    let checksum = crc32(message) ^ 0x5354_554E
    message += [0x80, 0x28, 0, 4] + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * $0)) }
    return message
}

private func setLength(_ length: Int, of message: inout [UInt8]) {
    message[2] = UInt8(truncatingIfNeeded: length >> 8)
    message[3] = UInt8(truncatingIfNeeded: length)
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF as UInt32) { remainder, byte in
        (0..<8).reduce(remainder ^ UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }
}

/// The same numbers each time.
private struct Numbers: RandomNumberGenerator {
    private var last: UInt64 = 1

    mutating func next() -> UInt64 {
        last = last &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return last
    }
}
