// SPDX-License-Identifier: MIT

import CSRTP
import SRTP

/// What a benchmark asks of a pair of endpoints.
protocol Stream {
    init(_ profile: SRTPProfile)

    /// Protects the packet in the first `count` bytes, unprotects it again, and returns its count then.
    mutating func carry(_ buffer: UnsafeMutableRawBufferPointer, count: Int) -> Int
}

/// libsrtp called as it is, with whatever ciphers the process has.
struct LibraryStream: Stream {
    private var sender: srtp_t?
    private var receiver: srtp_t?

    init(_ profile: SRTPProfile) {
        var policy = srtp_policy_t()
        let number = srtp_profile_t(rawValue: UInt32(profile.rawValue))
        srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, number)
        srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, number)
        policy.ssrc = srtp_ssrc_t(type: ssrc_specific, value: 1)
        policy.window_size = 128
        var key = [UInt8](repeating: 7, count: profile.keySize + profile.saltSize)
        key.withUnsafeMutableBufferPointer { key in
            policy.key = key.baseAddress
            let isMade =
                srtp_create(&sender, &policy) == srtp_err_status_ok
                && srtp_create(&receiver, &policy) == srtp_err_status_ok
            precondition(isMade, "libsrtp makes sessions")
        }
    }

    mutating func carry(_ buffer: UnsafeMutableRawBufferPointer, count: Int) -> Int {
        var length = Int32(count)
        guard srtp_protect(sender, buffer.baseAddress, &length) == srtp_err_status_ok,
            srtp_unprotect(receiver, buffer.baseAddress, &length) == srtp_err_status_ok
        else { return 0 }
        return Int(length)
    }
}

/// The sessions of the relay.
struct SessionStream: Stream {
    private let sender: SRTPSession
    private let receiver: SRTPSession

    init(_ profile: SRTPProfile) {
        guard
            let key = SRTPMasterKey(
                profile: profile,
                key: [UInt8](repeating: 7, count: profile.keySize),
                salt: [UInt8](repeating: 7, count: profile.saltSize)
            ), let material = SRTPKeyingMaterial(local: key, remote: key),
            let sender = try? SRTPSession(material), let receiver = try? SRTPSession(material),
            (try? sender.addOutbound(ssrc: 1)) != nil, (try? receiver.addInbound(ssrc: 1)) != nil
        else { preconditionFailure("sessions can be made") }
        self.sender = sender
        self.receiver = receiver
    }

    mutating func carry(_ buffer: UnsafeMutableRawBufferPointer, count: Int) -> Int {
        guard let sealed = try? sender.protect(buffer, count: count) else { return 0 }
        return (try? receiver.unprotect(buffer, count: sealed)) ?? 0
    }
}
