// SPDX-License-Identifier: MIT

import Testing

@testable import SRTP

/// Published vectors: libsrtp runs them through our ciphers when they are registered; here they hold the reference of the
/// tests, and the sessions are held to that.
@Suite("Vectors of SRTP")
struct VectorTests {
    @Test("libsrtp has taken the ciphers, with RFC 3711, 6188, 7714 and 2202, and uses them")
    func replacement() throws {
        try SRTPLibrary.start()
        #expect(SRTPLibrary.isReplacementInForce)
        try SRTPLibrary.start()
    }

    @Test("RFC 3711, appendix B.2: the keystream of counter mode")
    func counterMode() {
        let cipher = ReferenceAES(key: hexadecimal("2B7E151628AED2A6ABF7158809CF4F3C"))
        let counter = hexadecimal("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000")
        let keystream = cipher.counterMode([UInt8](repeating: 0, count: 48), counter: counter)
        let expected = [
            "E03EAD0935C95E80E166B16DD92B4EB4", "D23513162B02D0F72A43A2FE4A5F97AB", "41E95B3BB0A2E8DD477901E4FCA894C0",
        ]
        #expect(keystream == hexadecimal(expected.joined()))
    }

    @Test("RFC 3711, appendix B.3: key derivation")
    func keyDerivation() {
        let key = hexadecimal("E1F97A0D3E018BE0D64FA32C06DE4139")
        let salt = hexadecimal("0EC675AD498AFEEBB6960B3AABE6")
        let keys = ReferenceSRTP(profile: .aes128CounterModeHMACSHA1With80BitTag, key: key, salt: salt).rtp
        #expect(keys.cipher == hexadecimal("C61E7A93744F39EE10734AFE3FF7A087"))
        #expect(keys.salt == hexadecimal("30CBBC08863D8C85D49DB34A9AE1"))
        #expect(keys.authentication == hexadecimal("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"))
    }

    @Test("RFC 2202, section 3, case 1: HMAC-SHA1")
    func hmac() {
        let code = ReferenceHMAC.sha1(Array("Hi There".utf8), key: [UInt8](repeating: 0x0B, count: 20))
        #expect(code == hexadecimal("b617318655057264e28bc0b6fb378c8ef146be00"))
    }

    private static let rtp = hexadecimal(
        "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573"
    )
    private static let rtcp = hexadecimal(
        """
        81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef
        """
    )

    private static func reference(_ profile: SRTPProfile) -> ReferenceSRTP {
        let keys = ReferenceSRTP.Keys(
            cipher: (0..<profile.keySize).map { UInt8($0) },
            authentication: [],
            salt: hexadecimal("517569642070726f2071756f")
        )
        return ReferenceSRTP(profile: profile, sessionKeys: keys)
    }

    @Test("RFC 7714, sections 16.1.1 and 16.2.1: SRTP")
    func sealedRTP() {
        #expect(
            Self.reference(.aeadAES128GCM).protect(Self.rtp)
                == hexadecimal(
                    """
                    8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf
                    8833899d 7f27beb1 6a9152cf 765ee439 0cce
                    """
                )
        )
        #expect(
            Self.reference(.aeadAES256GCM).protect(Self.rtp)
                == hexadecimal(
                    """
                    8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799
                    b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13
                    """
                )
        )
    }

    @Test("RFC 7714, sections 17.1 and 17.2: SRTCP")
    func sealedRTCP() {
        #expect(
            Self.reference(.aeadAES128GCM).protectRTCP(Self.rtcp, index: 0x5D4)
                == hexadecimal(
                    """
                    81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded
                    0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4
                    """
                )
        )
        #expect(
            Self.reference(.aeadAES256GCM).protectRTCP(Self.rtcp, index: 0x5D4)
                == hexadecimal(
                    """
                    81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be 8415f658 c61de047
                    6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4
                    """
                )
        )
    }

    /// The known answer of libsrtp's own test program (`srtp_validate`), with the master key of RFC 3711, appendix B.3.
    @Test("a whole packet of AES_CM_128_HMAC_SHA1_80")
    func wholePacket() throws {
        let key = hexadecimal("E1F97A0D3E018BE0D64FA32C06DE4139")
        let salt = hexadecimal("0EC675AD498AFEEBB6960B3AABE6")
        let master = try #require(SRTPMasterKey(profile: .aes128CounterModeHMACSHA1With80BitTag, key: key, salt: salt))
        let session = try SRTPSession(#require(SRTPKeyingMaterial(local: master, remote: master)))
        try session.addOutbound(ssrc: 0xCAFE_BABE)
        let packet = hexadecimal("800f1234 decafbad cafebabe abababab abababab abababab abababab")
        let expected = "800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402 b78d6acc 99ea179b 8dbb"
        #expect(try session.protected(packet) == hexadecimal(expected))
    }

    @Test("sessions compute what the reference does", arguments: SRTPProfile.allCases)
    func sessions(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile, ssrcs: [0xDEAD_BEEF])
        let reference = ReferenceSRTP(
            profile: profile,
            key: Endpoints.key(profile, 1),
            salt: Endpoints.salt(profile, 1)
        )
        for (index, count) in [0, 1, 15, 16, 17, 160, 1100].enumerated() {
            let rtp = rtpPacket(ssrc: 0xDEAD_BEEF, sequence: UInt16(index), count: count)
            #expect(try endpoints.first.protected(rtp) == reference.protect(rtp))
            let rtcp = rtcpPacket(ssrc: 0xDEAD_BEEF, count: count / 4 * 4)
            #expect(try endpoints.first.protectedRTCP(rtcp) == reference.protectRTCP(rtcp, index: UInt32(index + 1)))
        }
    }

    @Test("the sequence number's rollover counts", arguments: SRTPProfile.allCases)
    func rollover(_ profile: SRTPProfile) throws {
        let endpoints = try Endpoints(profile)
        let reference = ReferenceSRTP(
            profile: profile,
            key: Endpoints.key(profile, 1),
            salt: Endpoints.salt(profile, 1)
        )
        for (sequence, rollover) in [(UInt16(65_534), UInt32(0)), (65_535, 0), (0, 1), (1, 1)] {
            let packet = rtpPacket(sequence: sequence, count: 20)
            let sealed = try endpoints.first.protected(packet)
            #expect(sealed == reference.protect(packet, rollover: rollover))
            #expect(try endpoints.second.unprotected(sealed) == packet)
        }
    }
}
