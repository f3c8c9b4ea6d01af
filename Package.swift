// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
    name: "sdprelay",
    products: [
        .executable(name: "sdprelay", targets: ["sdprelay"])
    ],
    targets: [
        // System libraries and thin C.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CDTLS", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),
        .target(name: "CLinux"),
        // libsrtp2 (libsrtp2-dev), and OpenSSL's ciphers for it.
        .target(name: "CSRTP", linkerSettings: [.linkedLibrary("srtp2"), .linkedLibrary("crypto")]),

        // Data in, data out: no Foundation, no Glibc, no I/O.
        .target(name: "JSONText"),
        .target(name: "TextCoding"),
        .target(name: "RealtimeEvents", dependencies: ["JSONText", "TextCoding"]),
        .target(name: "EventPipeline", dependencies: ["JSONText", "RealtimeEvents"]),
        .target(name: "SDP"),
        .target(name: "SCTP"),
        .target(name: "RTP"),
        .target(name: "Providers", dependencies: ["JSONText", "RealtimeEvents"]),
        .target(name: "Signaling", dependencies: ["JSONText", "Providers", "SDP"]),

        // Adapters.
        .target(name: "Cryptography", dependencies: ["COpenSSL"]),
        .target(name: "SRTP", dependencies: ["CSRTP"]),
        .target(name: "DTLS", dependencies: ["CDTLS", "SRTP"]),
        .target(name: "ICE", dependencies: ["Cryptography"]),
        .target(name: "EventLoop", dependencies: ["CLinux"]),
        .target(name: "RecordFile", dependencies: ["CLinux", "EventLoop"]),
        .target(name: "HTTPServer", dependencies: ["CLinux", "EventLoop"]),
        .target(name: "UpstreamHTTP", dependencies: ["CCurl", "CLinux", "EventLoop"]),
        .target(
            name: "WebRTC",
            dependencies: ["CLinux", "DTLS", "EventLoop", "ICE", "RTP", "SCTP", "SDP", "SRTP"]
        ),
        .target(
            name: "Loopback",
            dependencies: [
                "DTLS", "EventLoop", "ICE", "JSONText", "RTP", "RealtimeEvents", "SCTP", "SDP", "WebRTC",
            ]
        ),
        .target(
            name: "Bridge",
            dependencies: [
                "DTLS", "EventLoop", "EventPipeline", "ICE", "JSONText", "RTP", "RealtimeEvents", "SCTP", "SDP",
                "WebRTC",
            ]
        ),
        .target(
            name: "Gateway",
            dependencies: [
                "Cryptography", "EventLoop", "HTTPServer", "JSONText", "Providers", "SDP", "Signaling", "TextCoding",
            ],
            resources: [.embedInCode("Console/console.html")]
        ),

        // The composition root.
        .executableTarget(
            name: "sdprelay",
            dependencies: [
                "Bridge", "CLinux", "Cryptography", "DTLS", "EventLoop", "EventPipeline", "Gateway", "HTTPServer",
                "ICE",
                "JSONText", "Loopback", "Providers", "RealtimeEvents", "RecordFile", "SDP", "SRTP", "Signaling",
                "TextCoding",
                "UpstreamHTTP", "WebRTC",
            ]
        ),

        // What several test targets need.
        .target(name: "TestSupport", dependencies: ["Providers", "Signaling"], path: "Tests/TestSupport"),
        // Without pkg-config: usrsctp.pc has flags that SwiftPM rejects.
        .target(name: "CUSRSCTP", path: "Tests/CUSRSCTP", linkerSettings: [.linkedLibrary("usrsctp")]),

        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .testTarget(name: "TextCodingTests", dependencies: ["TextCoding"]),
        .testTarget(name: "RealtimeEventsTests", dependencies: ["JSONText", "RealtimeEvents"]),
        .testTarget(name: "EventPipelineTests", dependencies: ["EventPipeline", "JSONText", "RealtimeEvents"]),
        .testTarget(name: "SDPTests", dependencies: ["SDP"]),
        .testTarget(name: "RTPTests", dependencies: ["RTP"]),
        .testTarget(name: "SCTPTests", dependencies: ["CUSRSCTP", "SCTP"]),
        .executableTarget(
            name: "media-load",
            dependencies: [
                "DTLS", "EventLoop", "ICE", "RTP", "SCTP", "SDP", "SRTP", "UpstreamHTTP", "WebRTC",
            ],
            path: "Tests/MediaLoad"
        ),
        .testTarget(
            name: "WebRTCTests",
            dependencies: ["DTLS", "EventLoop", "ICE", "RTP", "SCTP", "SDP", "SRTP", "WebRTC"]
        ),
        .testTarget(
            name: "BridgeTests",
            dependencies: [
                "Bridge", "DTLS", "EventLoop", "EventPipeline", "ICE", "JSONText", "RTP", "RealtimeEvents", "SCTP",
                "SDP",
                "SRTP", "WebRTC",
            ]
        ),
        .testTarget(name: "LoopbackTests", dependencies: ["JSONText", "Loopback", "RealtimeEvents"]),
        .testTarget(name: "ProvidersTests", dependencies: ["JSONText", "Providers", "TestSupport"]),
        .testTarget(name: "SignalingTests", dependencies: ["Signaling", "Providers", "SDP", "TestSupport"]),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
        .testTarget(name: "ICETests", dependencies: ["Cryptography", "ICE"]),
        .testTarget(name: "SRTPTests", dependencies: ["SRTP"]),
        .testTarget(name: "DTLSTests", dependencies: ["DTLS", "SRTP"]),
        .testTarget(name: "EventLoopTests", dependencies: ["EventLoop"]),
        .testTarget(name: "RecordFileTests", dependencies: ["RecordFile"]),
        .testTarget(name: "HTTPServerTests", dependencies: ["CLinux", "HTTPServer", "EventLoop"]),
        .testTarget(name: "UpstreamHTTPTests", dependencies: ["CLinux", "UpstreamHTTP", "EventLoop"]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Cryptography", "EventLoop", "Gateway", "HTTPServer", "Providers", "SDP", "Signaling", "TestSupport",
            ]
        ),
        .testTarget(
            name: "sdprelayTests",
            dependencies: [
                "sdprelay", "Bridge", "Cryptography", "EventLoop", "EventPipeline", "HTTPServer", "ICE", "Providers",
                "RecordFile",
                "Signaling", "UpstreamHTTP", "WebRTC",
            ]
        ),
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

for target in package.targets where target.type != .system && !["CLinux", "CSRTP", "CUSRSCTP"].contains(target.name) {
    target.swiftSettings = swiftSettings
}
