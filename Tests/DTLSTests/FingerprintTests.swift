// SPDX-License-Identifier: MIT

import Testing

@testable import DTLS

@Suite("Fingerprints of peers")
struct FingerprintTests {
    private static let badCertificate: UInt8 = 42

    private static func wrong(_ algorithm: CertificateFingerprint.Algorithm) throws -> CertificateFingerprint {
        try #require(CertificateFingerprint(algorithm: algorithm, bytes: .init(repeating: 7, count: algorithm.size)))
    }

    @Test("a server does not take another client")
    func serverRefuses() throws {
        let pair = try Pair(serverExpects: [Self.wrong(.sha256)])
        pair.start()
        pair.exchange()
        #expect(pair.serverEvents == [.failed(.fingerprintMismatch)])
        #expect(pair.clientEvents == [.failed(.alertReceived(Self.badCertificate))])
        #expect(pair.server.nextTimeout == nil)
    }

    @Test("a client does not take another server")
    func clientRefuses() throws {
        let pair = try Pair(clientExpects: [Self.wrong(.sha256)])
        pair.start()
        pair.exchange()
        #expect(pair.clientEvents == [.failed(.fingerprintMismatch)])
        #expect(pair.serverEvents == [.failed(.alertReceived(Self.badCertificate))])
    }

    @Test("data that a refused client sends along is not told")
    func noDataBefore() throws {
        let pair = try Pair(serverExpects: [])
        pair.start()
        pair.exchange()
        #expect(pair.serverEvents == [.failed(.fingerprintMismatch)], "without a fingerprint nobody is taken")
        #expect(throws: DTLSError.notConnected) { try pair.client.send([1]) }
    }

    @Test("every hash function is taken", arguments: CertificateFingerprint.Algorithm.allCases)
    func algorithms(_ algorithm: CertificateFingerprint.Algorithm) throws {
        let theirs = try #require(try Pair.otherIdentity.get().fingerprint(algorithm))
        #expect(theirs.bytes.count == algorithm.size)
        let pair = try Pair(clientExpects: [theirs])
        pair.start()
        pair.exchange()
        try pair.expectConnected()
        let mistaken = try Pair(clientExpects: [Self.wrong(algorithm)])
        mistaken.start()
        mistaken.exchange()
        #expect(mistaken.clientEvents == [.failed(.fingerprintMismatch)])
    }

    @Test("of several fingerprints one of the best hash function must fit")
    func several() throws {
        let identity = try Pair.otherIdentity.get()
        let best = try #require(identity.fingerprint(.sha512))
        let fitting = try Pair(clientExpects: [Self.wrong(.sha256), Self.wrong(.sha512), best])
        fitting.start()
        fitting.exchange()
        try fitting.expectConnected()
        let weak = try Pair(clientExpects: [identity.fingerprint, Self.wrong(.sha384)])
        weak.start()
        weak.exchange()
        #expect(weak.clientEvents == [.failed(.fingerprintMismatch)])
    }

    @Test("digests of another length or function are none")
    func construction() throws {
        #expect(CertificateFingerprint(algorithm: .sha256, bytes: .init(repeating: 0, count: 31)) == nil)
        #expect(CertificateFingerprint(hashFunction: "sha-1", bytes: .init(repeating: 0, count: 20)) == nil)
        #expect(CertificateFingerprint(hashFunction: "md5", bytes: .init(repeating: 0, count: 16)) == nil)
        let bytes = [UInt8](repeating: 0, count: 48)
        #expect(CertificateFingerprint(hashFunction: "sha-384", bytes: bytes)?.algorithm == .sha384)
    }
}
