// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import Signaling

/// What a path is for.
enum Endpoint: Hashable {
    /// An offer in, an answer out.
    case offer(Operation, ProviderDirectory.Selection)
    /// A client secret or beta session.
    case secret(Operation, ProviderDirectory.Selection)
    /// The registry of what is configured.
    case providers
    /// Whether the process lives.
    case health
    /// Whether the process takes calls.
    case readiness
}

/// A path that the relay serves.
struct Route: Hashable {
    /// The path; also the label in logs and metrics.
    let template: String
    /// The path's bytes.
    let path: [UInt8]
    /// What it is for.
    let endpoint: Endpoint
    /// The methods that the path takes besides `OPTIONS`.
    private let methods: [HTTPMethod]
    /// The value of `Allow` (RFC 9110 section 10.2.1).
    let allow: String

    init(_ template: String, _ endpoint: Endpoint) {
        self.template = template
        self.endpoint = endpoint
        path = Array(template.utf8)
        methods = Self.methods(of: endpoint)
        allow = (methods.map(\.rawValue) + ["OPTIONS"]).joined(separator: ", ")
    }

    /// Whether the path takes a method besides `OPTIONS`.
    func takes(_ method: HTTPMethod) -> Bool {
        methods.contains(method)
    }

    private static func methods(of endpoint: Endpoint) -> [HTTPMethod] {
        switch endpoint {
        case .offer, .secret: [.post]
        case .providers, .health, .readiness: [.get, .head]
        }
    }
}
