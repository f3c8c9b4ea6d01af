// SPDX-License-Identifier: MIT

internal import SRTP

/// No bytes crash any of the four operations, what is protected comes back as it was, and no bytes are taken for a packet
/// of the peer's: the first byte of the input chooses the profile, the rest is the packet.
@c(LLVMFuzzerTestOneInput)
public func fuzzSRTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let profile = SRTPProfile.allCases[Int(first) % SRTPProfile.allCases.count]
    let packet = Array(input.dropFirst())
    var ssrcs: [UInt32] = []
    for offset in [4, 8] where packet.count >= offset + 4 {
        ssrcs.append(packet[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }
    guard let ours = key(profile, 1), let theirs = key(profile, 2),
        let sender = session(ours, theirs, ssrcs), let receiver = session(theirs, ours, ssrcs)
    else { preconditionFailure("sessions can be made") }

    unsafe precondition(run(receiver.unprotect, packet, room: 0) == nil, "a forgery was taken")
    unsafe precondition(run(receiver.unprotectRTCP, packet, room: 0) == nil, "a forgery was taken")
    if let sealed = unsafe run(sender.protect, packet, room: 64) {
        unsafe precondition(run(receiver.unprotect, sealed, room: 0) == packet, "a packet has changed")
        unsafe precondition(run(receiver.unprotect, sealed, room: 0) == nil, "a packet was taken twice")
    }
    if let sealed = unsafe run(sender.protectRTCP, packet, room: 64) {
        unsafe precondition(run(receiver.unprotectRTCP, sealed, room: 0) == packet, "a packet has changed")
    }
    return 0
}

private func key(_ profile: SRTPProfile, _ seed: UInt8) -> SRTPMasterKey? {
    let salt = [UInt8](repeating: seed, count: profile.saltSize)
    return SRTPMasterKey(profile: profile, key: [UInt8](repeating: seed, count: profile.keySize), salt: salt)
}

private func session(_ local: SRTPMasterKey, _ remote: SRTPMasterKey, _ ssrcs: [UInt32]) -> SRTPSession? {
    guard let material = SRTPKeyingMaterial(local: local, remote: remote), let session = try? SRTPSession(material)
    else {
        return nil
    }
    for ssrc in Set(ssrcs) {
        guard (try? session.addOutbound(ssrc: ssrc)) != nil, (try? session.addInbound(ssrc: ssrc)) != nil else {
            return nil
        }
    }
    return session
}

private func run(
    _ operation: (UnsafeMutableRawBufferPointer, Int) throws(SRTPError) -> Int,
    _ packet: [UInt8],
    room: Int
) -> [UInt8]? {
    // Allocated to size, so that AddressSanitizer sees the first byte too many.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: packet.count + room, alignment: 16)
    defer { unsafe buffer.deallocate() }
    unsafe buffer.copyBytes(from: packet)
    guard let count = try? unsafe operation(buffer, packet.count) else { return nil }
    return unsafe Array(buffer[..<count])
}
