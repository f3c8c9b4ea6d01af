// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers

/// What a path is for.
enum Endpoint: Hashable {
    /// An offer in, an answer out.
    case offer(Operation)
    /// A client secret or beta session.
    case secret(Operation)
    /// Something to do with a call, whose id is in the path.
    case control(Operation)
    /// A call itself.
    case call(CallKind)
    /// A new offer for a call, whose id is in the path.
    case restart
    /// What happens to the calls that are alive, as it happens.
    case callEvents
    /// An offer in, an answer out, with provider and model in the path (RFC 9725).
    case whip
    /// The registry of what is configured.
    case providers
    /// One entry of the registry, whose name is in the path.
    case provider
    /// The ICE servers for clients.
    case iceServers
    /// The page that calls from the browser.
    case console
    /// What the relay has counted, for Prometheus.
    case metrics
    /// Whether the process lives.
    case health
    /// Whether the process takes calls.
    case readiness

    /// The methods that such a path takes besides `OPTIONS`.
    var methods: [HTTPMethod] {
        switch self {
        // The calls that are alive stand where they are made.
        case .offer(.call): [.post, .get, .head]
        case .offer, .secret, .control, .whip, .restart: [.post]
        case .call(.realtime): [.get, .head, .patch, .delete]
        case .call(.live): [.delete]
        case .callEvents: [.get, .head]
        case .providers, .provider, .iceServers, .console, .metrics, .health, .readiness: [.get, .head]
        }
    }

    /// Whether anyone may ask, without a credential.
    var isPublic: Bool { self == .console || self == .health || self == .readiness }
}

/// A path that the relay serves.
struct Route: Hashable {
    /// The path, with `{…}` for what varies; also the label in logs and metrics.
    let template: String
    /// What it is for.
    let endpoint: Endpoint
    private let methods: [HTTPMethod]
    /// The value of `Allow` (RFC 9110 section 10.2.1).
    let allow: String

    init(_ template: String, _ endpoint: Endpoint) {
        self.template = template
        self.endpoint = endpoint
        methods = endpoint.methods
        allow = (methods.map(\.rawValue) + ["OPTIONS"]).joined(separator: ", ")
    }

    /// Whether the path takes a method besides `OPTIONS`.
    func takes(_ method: HTTPMethod) -> Bool {
        methods.contains(method)
    }
}

/// The route of a request, and where in its head stands what varies.
struct RouteMatch {
    let route: Route
    /// The provider of an integration route, or of WHIP's; nil on bare routes.
    var provider: Range<Int>?
    /// The id, name or model in the path.
    var parameter: Range<Int>?
    /// Whether only Azure has ever had the path, so that it is Azure's under whatever prefix.
    var isAzurePreview = false
}
