// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers
internal import Signaling

/// Every path that the relay serves.
struct RouteTable {
    /// The operations by their path below a prefix.
    private static let operations: [(path: String, operation: Operation)] = [
        ("/realtime/calls", .call),
        ("/realtime", .legacyCall),
        ("/realtime/client_secrets", .clientSecret),
        ("/realtime/sessions", .legacySession),
        ("/realtime/transcription_sessions", .legacyTranscriptionSession),
    ]

    /// The prefixes of SDKs that append their own base path; all are OpenAI's.
    private static let integrationPrefixes = ["/openai/v1", "/openai", "/openai/openai", "/openai/openai/v1"]

    /// The routes by the length of their path: finding one compares a few byte strings and allocates nothing.
    private let routesByLength: [[Route]]

    init() {
        var routes: [Route] = [
            Route("/healthz", .health),
            Route("/readyz", .readiness),
            Route("/v1/realtime/providers", .providers),
        ]
        routes += Self.operationRoutes(prefix: "/v1", selection: .byModel)
        for prefix in Self.integrationPrefixes {
            routes += Self.operationRoutes(prefix: prefix, selection: .named("openai"))
        }
        var byLength: [[Route]] = []
        for route in routes {
            while byLength.count <= route.path.count { byLength.append([]) }
            byLength[route.path.count].append(route)
        }
        routesByLength = byLength
    }

    /// The templates in order, for documentation and tests.
    var templates: [String] { routesByLength.joined().map(\.template).sorted() }

    /// The route of a path; nil if the relay has none.
    func route(of head: RequestHead) -> Route? {
        let range = head.pathRange
        guard range.count < routesByLength.count else { return nil }
        return routesByLength[range.count].first { route in
            route.path.elementsEqual(head.bytes[range])
        }
    }

    private static func operationRoutes(prefix: String, selection: ProviderDirectory.Selection) -> [Route] {
        operations.map { path, operation in
            let endpoint: Endpoint =
                switch operation {
                case .call, .legacyCall: .offer(operation, selection)
                case .clientSecret, .legacySession, .legacyTranscriptionSession: .secret(operation, selection)
                }
            return Route(prefix + path, endpoint)
        }
    }
}
