// SPDX-License-Identifier: MIT

internal import CSRTP

/// libsrtp's session for one direction, and the SSRCs that it knows.
///
/// Each SSRC is a stream of its own in libsrtp, so that no packet can make it grow.
@safe
struct SRTPContext: ~Copyable {

    let profile: SRTPProfile
    private let session: srtp_t
    private let masterKey: [UInt8]
    private(set) var streams: [UInt32] = []

    /// Nil without memory.
    ///
    /// `SRTPLibrary.start()` has succeeded before.
    init?(profile: SRTPProfile, masterKey: [UInt8]) {
        precondition(masterKey.count == profile.keySize + profile.saltSize, "a master key of another profile")
        var session: srtp_t?
        guard unsafe srtp_create(&session, nil) == srtp_err_status_ok, let session = unsafe session else { return nil }
        self.profile = profile
        unsafe self.session = session
        self.masterKey = masterKey
    }

    deinit {
        unsafe srtp_dealloc(session)
    }

    mutating func addStream(_ ssrc: UInt32) throws(SRTPError) {
        guard streams.count < SRTPSession.maximumStreams, !streams.contains(ssrc) else { throw .streamRefused }
        var policy = unsafe srtp_policy_t()
        let number = srtp_profile_t(rawValue: UInt32(profile.rawValue))
        guard unsafe srtp_crypto_policy_set_from_profile_for_rtp(&policy.rtp, number) == srtp_err_status_ok,
            unsafe srtp_crypto_policy_set_from_profile_for_rtcp(&policy.rtcp, number) == srtp_err_status_ok
        else { throw .failed(status: srtp_err_status_bad_param.rawValue) }
        unsafe policy.ssrc = srtp_ssrc_t(type: ssrc_specific, value: ssrc)
        unsafe policy.window_size = UInt(SRTPSession.replayWindow)
        unsafe policy.allow_repeat_tx = 0
        // libsrtp derives the stream's keys from it, and keeps no pointer.
        var key = masterKey
        let status = unsafe key.withUnsafeMutableBufferPointer { key in
            unsafe policy.key = key.baseAddress
            return unsafe srtp_add_stream(session, &policy)
        }
        try Self.check(status)
        streams.append(ssrc)
    }

    mutating func removeStream(_ ssrc: UInt32) -> Bool {
        guard let index = streams.firstIndex(of: ssrc) else { return false }
        streams.remove(at: index)
        let status = unsafe srtp_remove_stream(session, ssrc.bigEndian)
        precondition(status == srtp_err_status_ok, "libsrtp does not know a stream that was added")
        return true
    }

    typealias Operation = (srtp_t?, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int32>?) -> srtp_err_status_t

    /// Runs one of libsrtp's four operations over the first `count` bytes, which were looked at before and are of `ssrc`,
    /// and returns their new count.
    @inline(__always)
    func run(
        _ operation: Operation,
        _ buffer: UnsafeMutableRawBufferPointer,
        _ count: Int,
        of ssrc: UInt32
    ) throws(SRTPError) -> Int {
        guard streams.contains(ssrc) else { throw .unknownSSRC }
        var length = Int32(truncatingIfNeeded: count)
        try Self.check(unsafe operation(session, buffer.baseAddress, &length))
        return Int(length)
    }

    private static func check(_ status: srtp_err_status_t) throws(SRTPError) {
        switch status {
        case srtp_err_status_ok: return
        case srtp_err_status_replay_fail, srtp_err_status_replay_old, srtp_err_status_pkt_idx_old: throw .replayed
        case srtp_err_status_auth_fail: throw .authenticationFailed
        case srtp_err_status_key_expired: throw .keyExhausted
        case srtp_err_status_no_ctx: throw .unknownSSRC
        case srtp_err_status_bad_param, srtp_err_status_parse_err, srtp_err_status_cant_check: throw .malformed
        default: throw .failed(status: status.rawValue)
        }
    }
}
