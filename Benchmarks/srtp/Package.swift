// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// The modules under test, through symbolic links in Sources: the package at the root needs no products for it.
let package = Package(
    name: "SRTPBenchmark",
    targets: [
        .target(name: "CSRTP", linkerSettings: [.linkedLibrary("srtp2"), .linkedLibrary("crypto")]),
        .target(
            name: "SRTP",
            dependencies: ["CSRTP"],
            swiftSettings: [
                .strictMemorySafety(), .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]
        ),
        .executableTarget(name: "srtp-benchmark", dependencies: ["CSRTP", "SRTP"], path: "Program"),
    ],
    swiftLanguageModes: [.v6]
)
