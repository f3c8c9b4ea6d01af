// SPDX-License-Identifier: MIT

import Foundation

@testable import DTLS

/// `openssl s_client` or `s_server` as a process, with a certificate of its own.
final class OpenSSLCommand {
    let fingerprint: CertificateFingerprint
    private let folder: URL
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    struct Failed: Error {}

    /// What kind of key its certificate has.
    enum Key: String {
        case p256 = "ec -pkeyopt ec_paramgen_curve:P-256"
        case rsa2048 = "rsa:2048"
        case rsa1024 = "rsa:1024"
    }

    init(key: Key = .p256) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dtls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let make = "req -x509 -newkey \(key.rawValue) -nodes -days 2 -subj /CN=test"
        _ = try Self.run(
            make.split(separator: " ").map(String.init) + ["-keyout", "key.pem", "-out", "cert.pem"],
            folder
        )
        let text = try Self.run(["x509", "-in", "cert.pem", "-noout", "-fingerprint", "-sha384"], folder)
        let pairs = text.split(separator: "=").last?.split(separator: ":") ?? []
        let bytes = pairs.compactMap { UInt8($0.prefix(2), radix: 16) }
        guard let fingerprint = CertificateFingerprint(algorithm: .sha384, bytes: bytes) else { throw Failed() }
        self.fingerprint = fingerprint
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func start(_ arguments: [String]) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        // It ends by itself; if it does not, the test shall fail and not hang.
        process.arguments = ["timeout", "25", "openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    func type(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

    /// Waits until the process has ended, and returns what it has printed.
    func end() throws -> String {
        try input.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private static func run(_ arguments: [String], _ folder: URL) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return String(decoding: data, as: UTF8.self)
    }
}
