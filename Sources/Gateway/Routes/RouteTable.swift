// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Providers

/// Every path that the relay serves.
///
/// A path is a prefix and an end. The prefix is `/v1`, for the relay itself, or `/{provider}` with what SDKs append of
/// their own accord (`/v1`, `/openai`, `/openai/v1`), for one provider. Finding a route compares a few bytes and
/// allocates nothing.
struct RouteTable {
    /// What a path may begin with.
    private enum Prefix: Int, CaseIterable {
        case relay
        case provider
        case providerV1
        case providerOpenAI
        case providerOpenAIV1

        var text: String {
            switch self {
            case .relay: "/v1"
            case .provider: "/{provider}"
            case .providerV1: "/{provider}/v1"
            case .providerOpenAI: "/{provider}/openai"
            case .providerOpenAIV1: "/{provider}/openai/v1"
            }
        }
    }

    /// The ends that every prefix takes.
    private static let patterns: [PathPattern] =
        [
            PathPattern("/realtime/calls", .offer(.call)),
            PathPattern("/realtime/client_secrets", .secret(.clientSecret)),
            PathPattern("/realtime", .offer(.legacyCall)),
            PathPattern("/realtime/calls/events", .callEvents),
            PathPattern("/realtime/calls/{id}", .call(.realtime)),
            PathPattern("/realtime/calls/{id}/restart", .restart),
            PathPattern("/realtime/sessions", .secret(.legacySession)),
            PathPattern("/realtime/transcription_sessions", .secret(.legacyTranscriptionSession)),
            PathPattern("/realtimertc", .offer(.legacyCall)),
            PathPattern("/realtime/translations/calls", .offer(.translationCall)),
            PathPattern("/realtime/translations/client_secrets", .secret(.translationClientSecret)),
            PathPattern("/live/sessions", .offer(.liveSession)),
            PathPattern("/live/sessions/{id}", .call(.live)),
            PathPattern("/realtime/ice-servers", .iceServers),
        ]
        + CallKind.allCases.flatMap { kind in
            kind.control.map { PathPattern("\(kind.path)/{id}/\($0.verb)", .control($0.operation)) }
        }

    /// The ends that only the relay's own prefix takes.
    private static let relayPatterns = [
        PathPattern("/realtime/providers", .providers),
        PathPattern("/realtime/providers/{name}", .provider),
    ]

    /// The end that only Azure's preview has had, and its clients know of no other.
    private static let azurePreview = PathPattern("/realtimeapi/sessions", .secret(.legacySession))

    private static let whip = Route("/whip/{provider}/{model}", .whip)
    private static let roots = [
        Route("/", .console), Route("/healthz", .health), Route("/readyz", .readiness), Route("/metrics", .metrics),
    ]

    /// The routes of each prefix, in the order of their patterns.
    private let routes: [[(pattern: PathPattern, route: Route)]]

    init() {
        routes = Prefix.allCases.map { prefix in
            let patterns = Self.patterns + (prefix == .relay ? Self.relayPatterns : [Self.azurePreview])
            return patterns.map { ($0, Route(prefix.text + $0.text, $0.endpoint)) }
        }
    }

    /// The templates in order, for documentation and tests.
    var templates: [String] {
        (routes.joined().map(\.route.template) + (Self.roots + [Self.whip]).map(\.template)).sorted()
    }

    /// The route of a path; nil if the relay has none.
    func route(of head: RequestHead) -> RouteMatch? {
        let text = head.bytes.span
        let path = head.pathRange
        guard !path.isEmpty, text[path.lowerBound] == UInt8(ascii: "/") else { return nil }
        let segment = path.lowerBound + 1..<Self.segmentEnd(text, path.lowerBound + 1, path.upperBound)
        let rest = segment.upperBound..<path.upperBound
        if rest.isEmpty { return Self.roots.first { text.holds($0.template, path) }.map { RouteMatch(route: $0) } }
        if text.holds("v1", segment) { return match(text, rest, .relay) }
        if text.holds("whip", segment) { return Self.whipMatch(text, rest) }
        guard !segment.isEmpty, segment.allSatisfy({ PercentEncoding.isUnreserved(text[$0]) }) else { return nil }
        return integration(text, rest, provider: segment)
    }

    /// Takes off what SDKs append of their own accord.
    private func integration(_ text: Span<UInt8>, _ rest: Range<Int>, provider: Range<Int>) -> RouteMatch? {
        var rest = rest
        var prefix = Prefix.provider
        if text.starts(with: "/openai/", rest) {
            rest = rest.dropFirst(7)
            prefix = .providerOpenAI
        }
        if text.starts(with: "/v1/", rest) {
            rest = rest.dropFirst(3)
            prefix = prefix == .provider ? .providerV1 : .providerOpenAIV1
        }
        var match = match(text, rest, prefix)
        match?.provider = provider
        return match
    }

    private func match(_ text: Span<UInt8>, _ rest: Range<Int>, _ prefix: Prefix) -> RouteMatch? {
        let candidates = routes[prefix.rawValue]
        for index in candidates.indices {
            switch candidates[index].pattern.fit(text, rest) {
            case .none: continue
            case .whole:
                var match = RouteMatch(route: candidates[index].route)
                match.isAzurePreview = prefix != .relay && index == candidates.count - 1
                return match
            case .with(let parameter):
                return RouteMatch(route: candidates[index].route, parameter: parameter)
            }
        }
        return nil
    }

    /// `/{provider}/{model}`: models have slashes of their own at some providers.
    private static func whipMatch(_ text: Span<UInt8>, _ rest: Range<Int>) -> RouteMatch? {
        let provider = rest.lowerBound + 1..<segmentEnd(text, rest.lowerBound + 1, rest.upperBound)
        guard !provider.isEmpty, provider.upperBound + 1 < rest.upperBound else { return nil }
        return RouteMatch(route: whip, provider: provider, parameter: provider.upperBound + 1..<rest.upperBound)
    }

    private static func segmentEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var position = start
        while position < end, text[position] != UInt8(ascii: "/") { position += 1 }
        return position
    }
}

extension Span<UInt8> {
    /// Whether a range is exactly `expected`.
    fileprivate func holds(_ expected: String, _ range: Range<Int>) -> Bool {
        range.count == expected.utf8.count && starts(with: expected, range)
    }

    /// Whether a range begins with `expected`.
    fileprivate func starts(with expected: String, _ range: Range<Int>) -> Bool {
        guard range.count >= expected.utf8.count else { return false }
        var position = range.lowerBound
        for byte in expected.utf8 {
            guard self[position] == byte else { return false }
            position += 1
        }
        return true
    }
}
