// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import Signaling

/// Which content types a path takes, and how large a body may be.
enum BodyRules {
    /// The most bytes that come along with the end, refusal or referral of a call.
    private static let maximumControlBytes = 16 * 1024

    /// The limit for a request.
    ///
    /// - Throws: ``RelayError`` `unsupported_media_type`.
    static func limit(
        of head: RequestHead,
        for endpoint: Endpoint,
        _ configuration: GatewayConfiguration
    ) throws(RelayError) -> Int {
        // What only asks brings nothing along.
        if head.method == .get || head.method == .head { return 0 }
        let type = ContentType(of: head)
        switch (endpoint, type) {
        case (.restart, .sdp): return configuration.maximumOfferBytes
        case (.restart, _): throw unsupported("`application/sdp`")
        case (.call, .sdp) where head.method == .patch, (.call, .sdpFragment) where head.method == .patch:
            return configuration.maximumOfferBytes
        case (.call, _) where head.method == .patch && head.hasBody:
            throw unsupported("`application/trickle-ice-sdpfrag` or `application/sdp`")
        case (.offer(.liveSession), .json): return configuration.maximumBodyBytes
        case (.offer(.liveSession), _): throw unsupported("`application/json`")
        case (.offer, .sdp), (.whip, .sdp): return configuration.maximumOfferBytes
        case (.whip, _): throw unsupported("`application/sdp`")
        case (.offer, .multipart), (.offer, .json), (.secret, .json), (.secret, .none):
            return configuration.maximumBodyBytes
        case (.offer, _): throw unsupported("`application/sdp`, `multipart/form-data` or `application/json`")
        case (.control(.acceptCall), .json), (.control(.acceptLive), .json): return configuration.maximumBodyBytes
        case (.control, .json), (.control, .none): return maximumControlBytes
        // Some clients name a type for content that is not there.
        case (.control, _) where !head.hasBody: return 0
        case (.secret, _), (.control, _): throw unsupported("`application/json`")
        case (.call, _), (.callEvents, _), (.providers, _), (.provider, _), (.iceServers, _): return 0
        case (.console, _), (.metrics, _), (.health, _), (.readiness, _): return 0
        }
    }

    private static func unsupported(_ types: String) -> RelayError {
        RelayError(
            .unsupportedMediaType,
            stage: .request,
            message: "This path takes \(types).",
            param: "content-type"
        )
    }
}
