// SPDX-License-Identifier: MIT

import Cryptography
import TextCoding

/// What access keys and sealed call ids compute for one exchange: the credential's digest, compared with eight keys, and
/// one id sealed and written as text.
struct Exchange {
    let hasher: SHA256Hasher
    let cipher: AuthenticatedCipher
    let keys: [SHA256Digest]
    let credential = Array("sk-relay-benchmark-caller-0123456789abcdef".utf8)
    let handle = (0..<76).map { UInt8($0) }

    func run() -> Int {
        var found = 0
        let digest = hasher.digest(of: credential.span)
        for key in keys where key.isEqual(to: digest) { found += 1 }
        guard let sealed = cipher.seal(handle) else { return 0 }
        return found + Base64.encodeURLSafe(sealed).utf8.count
    }
}

guard let hasher = SHA256Hasher(), let cipher = AuthenticatedCipher(key: [UInt8](repeating: 7, count: 32)) else {
    preconditionFailure("OpenSSL has SHA-256 and AES-256-GCM")
}
let keys = (0..<8).map { hasher.digest(of: Array("another-access-key-\($0)".utf8).span) }
let exchange = Exchange(hasher: hasher, cipher: cipher, keys: keys)
let clock = ContinuousClock()
let count = 100_000
var sum = 0
var best = Duration.seconds(1000)
for _ in 0..<20 {
    let time = clock.measure { for _ in 0..<count { sum += exchange.run() } }
    best = min(best, time)
}
precondition(sum == 20 * count * 139, "an id has 139 characters")
let nanoseconds = Double(best.components.attoseconds) / 1e9 + Double(best.components.seconds) * 1e9
print("\(Int(nanoseconds / Double(count))) ns for each exchange (the best of 20 runs of \(count))")
