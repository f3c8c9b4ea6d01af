// SPDX-License-Identifier: MIT

internal import CSRTP

/// Why libsrtp could not be started with OpenSSL's ciphers.
public struct SRTPLibraryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done.
    public enum Stage: String, Hashable, Sendable {
        /// libsrtp's own initialisation, with its self-tests.
        case initialisation = "initialisation of libsrtp"
        /// Finding AES in OpenSSL.
        case fetching = "fetching AES-GCM and AES-CTR of OpenSSL"
        /// Registering AES-128-GCM.
        case aes128GCM = "registration of AES-128-GCM"
        /// Registering AES-256-GCM.
        case aes256GCM = "registration of AES-256-GCM"
        /// Registering AES-128 in counter mode.
        case aes128CounterMode = "registration of AES-128-CTR"
        /// Registering AES-256 in counter mode.
        case aes256CounterMode = "registration of AES-256-CTR"
        /// Registering HMAC-SHA1.
        case hmacSHA1 = "registration of HMAC-SHA1"
        /// All was registered, but a session does not use it.
        case use = "use of the registered ciphers"

        init(_ stage: csrtp_stage) {
            switch stage {
            case csrtp_stage_init: self = .initialisation
            case csrtp_stage_fetch: self = .fetching
            case csrtp_stage_gcm_128: self = .aes128GCM
            case csrtp_stage_gcm_256: self = .aes256GCM
            case csrtp_stage_icm_128: self = .aes128CounterMode
            case csrtp_stage_icm_256: self = .aes256CounterMode
            case csrtp_stage_hmac_sha1: self = .hmacSHA1
            default: self = .use
            }
        }
    }

    /// What was being done.
    public let stage: Stage

    /// libsrtp's status (`srtp_err_status_t`).
    public let status: UInt32

    /// One line for the log.
    public var description: String {
        "SRTP cannot be used: libsrtp2 has refused the \(stage.rawValue) with status \(status)"
    }
}
