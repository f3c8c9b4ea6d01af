// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// The modules under test, through symbolic links in Sources: so they are built with the fuzzer's instrumentation, and
/// the package at the root needs no products for tests.
let modules: [Target] = [
    .target(name: "CSRTP", linkerSettings: [.linkedLibrary("srtp2"), .linkedLibrary("crypto")]),
    .target(name: "JSONText"),
    .target(name: "Providers", dependencies: ["JSONText", "RealtimeEvents"]),
    .target(name: "RealtimeEvents", dependencies: ["JSONText", "TextCoding"]),
    .target(name: "SDP"),
    .target(name: "SRTP", dependencies: ["CSRTP"]),
    .target(name: "TextCoding"),
]

/// One line for each parser that is fuzzed; README.md says what else a new one needs.
let fuzzed: [Target] = [
    fuzzTarget("events", of: "JSONText", "RealtimeEvents"),
    // Its folder has links to the parser itself: the compiler fails on the rest of HTTPServer with the fuzzer's
    // instrumentation (Swift 6.3.1, OwnershipModelEliminator).
    fuzzTarget("http"),
    fuzzTarget("json", of: "JSONText"),
    // Its folder has links to the reader itself, which is not public and needs nothing else of Gateway.
    fuzzTarget("multipart", of: "Providers"),
    fuzzTarget("sdp", of: "SDP"),
    fuzzTarget("srtp", of: "SRTP"),
]

func fuzzTarget(_ name: String, of modules: Target.Dependency...) -> Target {
    .executableTarget(
        name: "fuzz-\(name)",
        dependencies: modules,
        path: "Targets/\(name)",
        exclude: ["dictionary.txt", "seeds.txt"]
    )
}

let package = Package(name: "Fuzz", targets: modules + fuzzed, swiftLanguageModes: [.v6])

/// Those of the package at the root; C targets take none of them.
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

for target in package.targets where !["CLinux", "CSRTP"].contains(target.name) {
    target.swiftSettings = swiftSettings
    // libFuzzer brings the main function.
    if target.type == .executable { target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"])) }
}
