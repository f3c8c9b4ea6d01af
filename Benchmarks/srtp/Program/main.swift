// SPDX-License-Identifier: MIT

import CSRTP
import SRTP

/// Nanoseconds for protecting and unprotecting one packet of 160 bytes of audio, in turn over some live pairs of sessions:
/// the best of some rounds.
func nanoseconds<S: Stream>(_ kind: S.Type, _ profile: SRTPProfile, pairs: Int) -> Int {
    let size = 172
    var streams = (0..<pairs).map { _ in S(profile) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 16)
    defer { buffer.deallocate() }
    var sequence: UInt16 = 0
    let turns = max(1, 20_000 / pairs)
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    for _ in 0..<5 {
        let time = clock.measure {
            for _ in 0..<turns {
                sequence &+= 1
                for index in streams.indices {
                    buffer.initializeMemory(as: UInt8.self, repeating: 0)
                    buffer[0] = 0x80
                    buffer[2] = UInt8(sequence >> 8)
                    buffer[3] = UInt8(sequence & 0xFF)
                    buffer[11] = 1
                    precondition(streams[index].carry(buffer, count: size) == size, "a packet comes back")
                }
            }
        }
        best = min(best, time)
    }
    let (seconds, attoseconds) = best.components
    return Int((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(turns * pairs))
}

func show<S: Stream>(_ name: String, _ kind: S.Type) {
    for profile in SRTPProfile.allCases {
        let costs = [1, 100, 1000].map { "\(nanoseconds(kind, profile, pairs: $0)) ns with \($0)" }
        print("\(name), \(profile): \(costs.joined(separator: ", ")) pairs of sessions")
    }
}

// The ciphers are global to a process, so each kind has one of its own.
switch CommandLine.arguments.dropFirst().first {
case "default":
    precondition(srtp_init() == srtp_err_status_ok, "libsrtp starts")
    show("libsrtp's own ciphers", LibraryStream.self)
case "openssl":
    precondition(SRTPLibrary.isReplacementInForce, "the ciphers are replaced")
    show("OpenSSL's ciphers", LibraryStream.self)
    show("OpenSSL's ciphers, through SRTPSession", SessionStream.self)
default:
    print("usage: srtp-benchmark default|openssl")
}
