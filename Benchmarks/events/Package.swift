// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// The modules under test, through symbolic links in Sources: the package at the root needs no products for it.
let package = Package(
    name: "EventsBenchmark",
    targets: [
        .target(name: "JSONText"),
        .target(name: "TextCoding"),
        .target(name: "RealtimeEvents", dependencies: ["JSONText", "TextCoding"]),
        .executableTarget(name: "events-benchmark", dependencies: ["JSONText", "RealtimeEvents"], path: "Program"),
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

for target in package.targets { target.swiftSettings = swiftSettings }
