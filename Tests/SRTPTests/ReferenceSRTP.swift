// SPDX-License-Identifier: MIT

@testable import SRTP

/// SRTP and SRTCP of one direction by the text of RFC 3711 and RFC 7714, without libsrtp and OpenSSL.
struct ReferenceSRTP {
    /// The session keys of RTP or of RTCP (RFC 3711, section 4.3.1).
    struct Keys {
        var cipher: [UInt8]
        var authentication: [UInt8]
        var salt: [UInt8]
    }

    let profile: SRTPProfile
    let rtp: Keys
    let rtcp: Keys

    init(profile: SRTPProfile, key: [UInt8], salt: [UInt8]) {
        self.profile = profile
        func keys(_ first: UInt8) -> Keys {
            Keys(
                cipher: Self.derive(key, salt, label: first, count: profile.keySize),
                authentication: Self.derive(key, salt, label: first + 1, count: 20),
                salt: Self.derive(key, salt, label: first + 2, count: profile.saltSize)
            )
        }
        rtp = keys(0)
        rtcp = keys(3)
    }

    /// With session keys instead of a master key.
    init(profile: SRTPProfile, sessionKeys: Keys) {
        self.profile = profile
        rtp = sessionKeys
        rtcp = sessionKeys
    }

    static func derive(_ key: [UInt8], _ salt: [UInt8], label: UInt8, count: Int) -> [UInt8] {
        var block = salt + [UInt8](repeating: 0, count: 16 - salt.count)
        block[7] ^= label
        return ReferenceAES(key: key).counterMode([UInt8](repeating: 0, count: count), counter: block)
    }

    func protect(_ packet: [UInt8], rollover: UInt32 = 0) -> [UInt8] {
        let header = 12 + 4 * Int(packet[0] & 0x0F)
        let ssrc = Array(packet[8..<12])
        let index = Self.bytes(rollover) + packet[2..<4]
        switch profile {
        case .aeadAES128GCM, .aeadAES256GCM:
            let nonce = Self.mix(rtp.salt, [0, 0] + ssrc + index)
            let aad = Array(packet[..<header])
            return aad + ReferenceGCM.seal(Array(packet[header...]), key: rtp.cipher, nonce: nonce, aad: aad)
        case .aes128CounterModeHMACSHA1With80BitTag:
            let sealed = Array(packet[..<header]) + Self.counterMode(Array(packet[header...]), rtp, ssrc, index)
            return sealed + ReferenceHMAC.sha1(sealed + Self.bytes(rollover), key: rtp.authentication).prefix(10)
        }
    }

    func protectRTCP(_ packet: [UInt8], index: UInt32) -> [UInt8] {
        let header = Array(packet[..<8])
        let ssrc = Array(packet[4..<8])
        let trailer = Self.bytes(index | 0x8000_0000)
        switch profile {
        case .aeadAES128GCM, .aeadAES256GCM:
            let nonce = Self.mix(rtcp.salt, [0, 0] + ssrc + [0, 0] + Self.bytes(index))
            let aad = header + trailer
            return header + ReferenceGCM.seal(Array(packet[8...]), key: rtcp.cipher, nonce: nonce, aad: aad) + trailer
        case .aes128CounterModeHMACSHA1With80BitTag:
            let body = Self.counterMode(Array(packet[8...]), rtcp, ssrc, [0, 0] + Self.bytes(index))
            let sealed = header + body + trailer
            return sealed + ReferenceHMAC.sha1(sealed, key: rtcp.authentication).prefix(10)
        }
    }

    /// RFC 3711, section 4.1.1: salt, SSRC and a packet's index of 48 bits make the first counter.
    private static func counterMode(_ bytes: [UInt8], _ keys: Keys, _ ssrc: [UInt8], _ index: [UInt8]) -> [UInt8] {
        let counter = mix(keys.salt, [0, 0, 0, 0] + ssrc + index) + [0, 0]
        return ReferenceAES(key: keys.cipher).counterMode(bytes, counter: counter)
    }

    private static func mix(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { zip(left, right).map { $0 ^ $1 } }
    private static func bytes(_ word: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
    }
}
