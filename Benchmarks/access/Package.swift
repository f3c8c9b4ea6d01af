// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// The modules under test, through symbolic links in Sources: the package at the root needs no products for it.
let package = Package(
    name: "AccessBenchmark",
    targets: [
        .systemLibrary(name: "COpenSSL", path: "Sources/COpenSSL", pkgConfig: "libcrypto"),
        .target(name: "Cryptography", dependencies: ["COpenSSL"], swiftSettings: [.strictMemorySafety()]),
        .target(name: "TextCoding", swiftSettings: [.strictMemorySafety()]),
        .executableTarget(name: "access-benchmark", dependencies: ["Cryptography", "TextCoding"], path: "Program"),
    ],
    swiftLanguageModes: [.v6]
)
