// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
    name: "sdprelay",
    targets: [
        .target(name: "CLinux"),

        // Adapters.
        .target(name: "EventLoop", dependencies: ["CLinux"]),
        .target(name: "HTTPServer", dependencies: ["CLinux", "EventLoop"]),
        .testTarget(name: "EventLoopTests", dependencies: ["EventLoop"]),
        .testTarget(name: "HTTPServerTests", dependencies: ["CLinux", "HTTPServer", "EventLoop"]),
    ],
    swiftLanguageModes: [.v6]
)

/// The same settings for every Swift target; C targets take none of them.
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

for target in package.targets where target.type != .system && target.name != "CLinux" {
    target.swiftSettings = swiftSettings
}
