// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// The modules under test, through symbolic links in Sources: the package at the root needs no products for it.
let package = Package(
    name: "PacketsBenchmark",
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        // Without pkg-config: usrsctp.pc has flags that SwiftPM rejects.
        .target(name: "CUSRSCTP", linkerSettings: [.linkedLibrary("usrsctp")]),
        .target(name: "Cryptography", dependencies: ["COpenSSL"]),
        .target(name: "ICE", dependencies: ["Cryptography"]),
        .target(name: "RTP"),
        .target(name: "SCTP"),
        .executableTarget(
            name: "packets-benchmark",
            dependencies: ["COpenSSL", "CUSRSCTP", "Cryptography", "ICE", "RTP", "SCTP"],
            path: "Program"
        ),
    ],
    swiftLanguageModes: [.v6]
)

/// Those of the package at the root: without them its sources do not compile, or mean something else.
let swiftSettings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

for target in package.targets where target.type != .system && target.name != "CUSRSCTP" {
    target.swiftSettings = swiftSettings
}
