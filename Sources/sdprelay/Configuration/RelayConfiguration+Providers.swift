// SPDX-License-Identifier: MIT

internal import Loopback
internal import Providers
internal import UpstreamHTTP

extension RelayConfiguration {
    /// What the relay's own paths begin with: integration routes begin with a provider's name.
    private static let reservedNames = ["v1", "whip"]

    /// Reads `providers`; gives those without mistakes, and the names of all.
    static func providers(
        _ root: inout ConfigurationObject,
        environment: Environment,
        warnings: inout [ConfigurationProblem]
    ) -> (entries: [ProviderEntry], names: [String]) {
        let path = root.path("providers")
        guard let value = root.take("providers") else {
            root.reader.report(path, "is missing: an object of at least one provider")
            return ([], [])
        }
        guard case .object(let members) = value, !members.isEmpty else {
            root.reader.report(path, "must be an object of at least one provider")
            return ([], [])
        }
        var entries: [ProviderEntry] = []
        for name in members.keys.sorted() {
            guard let value = members[name] else { continue }
            let place = "\(path).\(name)"
            if !ConfigurationName.isValid(name) { root.reader.report(place, ConfigurationName.rule) }
            if reservedNames.contains(name) { root.reader.report(place, "is the first word of the relay's own paths") }
            root.reader.object(value, at: place) { object in
                if let entry = provider(name, &object, environment: environment, warnings: &warnings) {
                    entries.append(entry)
                }
            }
        }
        return (entries, members.keys.sorted())
    }

    private static func provider(
        _ name: String,
        _ object: inout ConfigurationObject,
        environment: Environment,
        warnings: inout [ConfigurationProblem]
    ) -> ProviderEntry? {
        let kind = kind(&object)
        let base = baseURL(&object, of: kind)
        let keys = ProviderKeys.read(&object, environment: environment)
        let authentication = object.choice("auth", among: kind?.facts.authentications)
        let legacy = object.choice(
            "legacy",
            among: kind.map { $0.facts.hasLegacyEndpoints ? LegacyMode.allCases : [.ga] }
        )
        let handshake = object.choice("handshake", among: kind?.facts.handshakes)
        let extraFields = extraFields(&object)
        let extraQuery = extraQuery(&object)
        let maxInFlight = object.integer("max_in_flight", in: 1...1_000_000)
        let bridge = bridgeEntry(&object, of: kind, warnings: &warnings)
        let allowPrivate = object.bool("allow_private_network")
        let caFile = caFile(&object)
        let proxy = proxy(&object)
        let http2 = object.bool("http2")
        let prewarm = object.bool("prewarm")
        var loopback = LoopbackSettings()
        if kind is LoopbackProvider {
            if let delay = object.duration("echo_delay", in: .zero...Duration.seconds(4)) { loopback.echoDelay = delay }
            loopback.fault = object.choice("fault", LoopbackSettings.Fault.self)
        }
        var policy = UpstreamHTTPPolicy()
        readTimeouts(&object, into: &policy)
        if let limit = object.integer("max_response_bytes", in: 1024...64 << 20) { policy.maxResponseBytes = limit }
        guard let kind, let base else { return nil }
        if base.isPlainHTTP, !keys.isEmpty, !base.isOnThisMachine {
            warnings.append(
                ConfigurationProblem(path: object.path("base_url"), message: "keys travel unencrypted over http")
            )
        }
        policy.allowPrivateNetwork = allowPrivate ?? kind.facts.allowsPrivateNetworkByDefault
        policy.caFile = caFile
        policy.proxy = proxy
        policy.http2 = http2 ?? false
        let provider = ConfiguredProvider(
            name: name,
            provider: kind,
            baseURL: base.text,
            keys: keys,
            authentication: authentication,
            legacyMode: legacy,
            handshake: handshake,
            extraFields: extraFields,
            extraQuery: extraQuery
        )
        return ProviderEntry(
            provider: provider,
            policy: policy,
            origin: base.origin,
            keepsWarm: prewarm ?? (kind.facts.supportsWebRTC && !(kind is LoopbackProvider)),
            loopback: loopback,
            maxInFlight: maxInFlight,
            media: bridge.media,
            mayChooseMedia: bridge.mayChooseMedia,
            maxCalls: bridge.maxCalls,
            bridge: bridge.settings
        )
    }

    private static func kind(_ object: inout ConfigurationObject) -> (any Provider)? {
        let kinds = ProviderRegistry.all.map { "\"\($0.facts.kind)\"" }.joined(separator: " or ")
        guard object.has("kind") else {
            object.reader.report(object.path("kind"), "is missing: \(kinds)")
            return nil
        }
        guard let text = object.string("kind", allowed: kinds) else { return nil }
        let kind = ProviderRegistry.provider(kind: text)
        if kind == nil { object.reader.report(object.path("kind"), "must be \(kinds)") }
        return kind
    }

    private static func baseURL(_ object: inout ConfigurationObject, of kind: (any Provider)?) -> BaseURL? {
        guard object.has("base_url") else {
            if let kind, kind.facts.defaultBaseURL == nil {
                object.reader.report(object.path("base_url"), "is missing: \(BaseURL.allowed)")
            }
            return kind?.facts.defaultBaseURL.flatMap { BaseURL($0) }
        }
        guard let text = object.string("base_url", allowed: BaseURL.allowed) else { return nil }
        let url = BaseURL(text, apiRoot: kind?.facts.apiRoot ?? "/v1")
        if url == nil { object.reader.report(object.path("base_url"), "must be \(BaseURL.allowed)") }
        return url
    }

    private static func extraFields(_ object: inout ConfigurationObject) -> [String] {
        var fields: [String] = []
        guard let value = object.take("extra_headers") else { return fields }
        let path = object.path("extra_headers")
        guard case .object(let members) = value else {
            object.reader.report(path, "must be an object of header names and values, not \(value.kind)")
            return fields
        }
        for name in members.keys.sorted() {
            guard case .string(let text)? = members[name], FieldRules.isName(name), FieldRules.isValue(text) else {
                object.reader.report("\(path).\(name)", "must be a header name with a string of visible characters")
                continue
            }
            guard !FieldRules.isReserved(name) else {
                object.reader.report("\(path).\(name)", "is the relay's to set")
                continue
            }
            fields.append("\(name): \(text)")
        }
        return fields
    }

    private static func extraQuery(_ object: inout ConfigurationObject) -> [QueryParameter] {
        guard let value = object.take("extra_query") else { return [] }
        let path = object.path("extra_query")
        guard case .object(let members) = value else {
            object.reader.report(path, "must be an object of parameter names and values, not \(value.kind)")
            return []
        }
        var parameters: [QueryParameter] = []
        for name in members.keys.sorted() {
            guard case .string(let text)? = members[name], !name.isEmpty,
                name.utf8.allSatisfy(PercentEncoding.isUnreserved)
            else {
                object.reader.report("\(path).\(name)", "must be a parameter name with a string")
                continue
            }
            parameters.append(QueryParameter(name: name, text: name + "=" + PercentEncoding.encode(text)))
        }
        return parameters
    }

    private static func caFile(_ object: inout ConfigurationObject) -> String? {
        guard let path = object.string("ca_file") else { return nil }
        if Console.read(path, limit: 16 << 20) == nil {
            object.reader.report(object.path("ca_file"), "cannot read \(path)")
        }
        return path
    }

    private static func proxy(_ object: inout ConfigurationObject) -> String? {
        let allowed = "a proxy's URL, such as \"http://proxy.example:3128\""
        guard let text = object.string("proxy", allowed: allowed) else { return nil }
        let schemes = ["http://", "https://", "socks5://", "socks5h://"]
        if !schemes.contains(where: text.hasPrefix) {
            object.reader.report(object.path("proxy"), "must be \(allowed)")
        }
        return text
    }

    private static func readTimeouts(_ object: inout ConfigurationObject, into policy: inout UpstreamHTTPPolicy) {
        guard let value = object.take("timeouts") else { return }
        let range = Duration.milliseconds(50)...Duration.seconds(600)
        object.reader.object(value, at: object.path("timeouts")) { timeouts in
            if let time = timeouts.duration("connect", in: range) { policy.connectTimeout = time }
            if let time = timeouts.duration("first_byte", in: range) { policy.firstByteTimeout = time }
            if let time = timeouts.duration("total", in: range) { policy.totalTimeout = time }
        }
    }
}
