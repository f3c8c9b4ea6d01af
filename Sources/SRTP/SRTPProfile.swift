// SPDX-License-Identifier: MIT

/// A protection profile of SRTP, by the number that DTLS agrees on
/// ([RFC 5764, section 4.1.2](https://www.rfc-editor.org/rfc/rfc5764.html#section-4.1.2),
/// [RFC 7714, section 14.2](https://www.rfc-editor.org/rfc/rfc7714.html#section-14.2)).
public enum SRTPProfile: UInt16, CaseIterable, Hashable, Sendable {
    /// SRTP_AES128_CM_HMAC_SHA1_80.
    case aes128CounterModeHMACSHA1With80BitTag = 0x0001
    /// SRTP_AEAD_AES_128_GCM.
    case aeadAES128GCM = 0x0007
    /// SRTP_AEAD_AES_256_GCM.
    case aeadAES256GCM = 0x0008

    /// The length of a master key, in bytes.
    public var keySize: Int {
        switch self {
        case .aes128CounterModeHMACSHA1With80BitTag, .aeadAES128GCM: 16
        case .aeadAES256GCM: 32
        }
    }

    /// The length of a master salt, in bytes.
    public var saltSize: Int {
        switch self {
        case .aes128CounterModeHMACSHA1With80BitTag: 14
        case .aeadAES128GCM, .aeadAES256GCM: 12
        }
    }

    /// How much longer a packet gets by being protected, in bytes: the tag.
    public var rtpOverhead: Int {
        switch self {
        case .aes128CounterModeHMACSHA1With80BitTag: 10
        case .aeadAES128GCM, .aeadAES256GCM: 16
        }
    }

    /// How much longer an RTCP packet gets by being protected, in bytes: the tag, and a word with the index.
    public var rtcpOverhead: Int { rtpOverhead + 4 }
}
