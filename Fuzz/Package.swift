// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// The modules under test, through symbolic links in Sources: so they are built with the fuzzer's instrumentation, and
/// the package at the root needs no products for tests.
let modules: [Target] = [
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "Cryptography", dependencies: ["COpenSSL"]),
    .target(name: "ICE", dependencies: ["Cryptography"]),
    .target(name: "CSRTP", linkerSettings: [.linkedLibrary("srtp2"), .linkedLibrary("crypto")]),
    .target(name: "JSONText"),
    .target(name: "Providers", dependencies: ["JSONText", "RealtimeEvents"]),
    .target(name: "RealtimeEvents", dependencies: ["JSONText", "TextCoding"]),
    .target(name: "RTP"),
    .target(name: "SDP"),
    .target(name: "SRTP", dependencies: ["CSRTP"]),
    .target(name: "TextCoding"),
]

/// One line for each parser that is fuzzed; README.md says what else a new one needs.
let fuzzed: [Target] = [
    fuzzTarget("candidates", of: "ICE"),
    // Both have a link to the module's sources: what they look at is not public.
    fuzzTarget("datachannel"),
    fuzzTarget("events", of: "JSONText", "RealtimeEvents"),
    // Its folder has links to the parser itself: the compiler fails on the rest of HTTPServer with the fuzzer's
    // instrumentation (Swift 6.3.1, OwnershipModelEliminator).
    fuzzTarget("http"),
    fuzzTarget("json", of: "JSONText"),
    // Its folder has links to the reader itself, which is not public and needs nothing else of Gateway.
    fuzzTarget("multipart", of: "Providers"),
    fuzzTarget("rtp", of: "RTP"),
    fuzzTarget("sctp"),
    fuzzTarget("sdp", of: "SDP"),
    fuzzTarget("session", of: "JSONText", "RealtimeEvents"),
    fuzzTarget("stun", of: "Cryptography", "ICE"),
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

for target in package.targets where target.type != .system && !["CLinux", "CSRTP"].contains(target.name) {
    target.swiftSettings = swiftSettings
    // libFuzzer brings the main function.
    if target.type == .executable { target.swiftSettings?.append(.unsafeFlags(["-parse-as-library"])) }
}
