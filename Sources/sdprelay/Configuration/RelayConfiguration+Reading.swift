// SPDX-License-Identifier: MIT

internal import Providers
internal import HTTPServer
internal import Gateway
internal import UpstreamHTTP

extension RelayConfiguration {
    /// Reads the root object; nil, with problems reported, if something that must be there is not.
    init?(reading root: inout ConfigurationObject, environment: Environment) {
        let reader = root.reader
        let listenText = root.string("listen", allowed: "HOST:PORT") ?? Self.defaultListen
        let listen = try? ListenAddress(parsing: listenText)
        if listen == nil { reader.report(root.path("listen"), "must be HOST:PORT, such as \"127.0.0.1:8080\"") }
        let defaultName = root.string("default_provider")
        var warnings: [ConfigurationProblem] = []
        var (providers, names) = Self.providers(&root, environment: environment, warnings: &warnings)
        Self.addLoopback(to: &providers, &names)
        let loops = root.integer("loops", in: 1...256)
        let limits = Self.limits(&root)
        let origins = Self.origins(&root)
        var format: LogFormat?
        if let log = root.take("log") {
            reader.object(log, at: root.path("log")) { format = $0.choice("format", LogFormat.self) }
        }
        let trusted = Self.trustedCallers(&root)
        let access = Self.access(&root, providers: names, environment: environment)
        let isOpen = root.bool("open") ?? false
        let console = root.bool("console")
        let callIDs = Self.callIDs(&root, environment: environment)
        let iceServers = Self.iceServers(&root, environment: environment)
        let media = Self.media(&root, loops: Self.loopCount(loops))
        let bridge = Self.bridge(&root)
        let drain = root.duration("drain_timeout", in: .zero...Duration.seconds(3600))
        let name = defaultName ?? Self.defaultProvider(providers, names)
        if !names.isEmpty, !names.contains(where: { $0 == name }) {
            let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
            reader.report(root.path("default_provider"), "must be one of the configured providers: \(list)")
        }
        guard let listen, let name, providers.contains(where: { $0.provider.name == name }) else { return nil }
        self.init(listen: listen, loops: loops, defaultProvider: name, providers: providers)
        self.limits = limits
        corsOrigins = origins
        logFormat = format ?? .json
        trustedCallers = trusted
        self.access = access
        self.isOpen = isOpen
        self.console = console
        self.callIDs = callIDs
        self.iceServers = iceServers
        self.media = media
        self.bridge = bridge
        drainTimeout = drain ?? drainTimeout
        self.warnings = warnings
    }

    /// The only one besides the loopback, else OpenAI; the loopback if no other has a key that it needs.
    private static func defaultProvider(_ providers: [ProviderEntry], _ names: [String]) -> String? {
        let others = providers.map(\.provider).filter { !($0.provider is LoopbackProvider) }
        if names.count == providers.count, others.allSatisfy({ $0.provider.facts.requiresKey && $0.keys.isEmpty }) {
            return providers.first { $0.provider.provider is LoopbackProvider }?.provider.name
        }
        let otherNames = names.filter { $0 != LoopbackProvider.kind }
        return otherNames.count == 1 ? otherNames.first : otherNames.first { $0 == "openai" }
    }

    /// The loopback is there without being configured.
    private static func addLoopback(to providers: inout [ProviderEntry], _ names: inout [String]) {
        guard !names.contains(LoopbackProvider.kind) else { return }
        let loopback = LoopbackProvider()
        let baseURL = loopback.facts.defaultBaseURL ?? ""
        providers.append(
            ProviderEntry(
                provider: ConfiguredProvider(
                    name: LoopbackProvider.kind,
                    provider: loopback,
                    baseURL: baseURL,
                    keys: []
                ),
                policy: UpstreamHTTPPolicy(),
                origin: baseURL,
                keepsWarm: false,
                maxInFlight: nil,
                mayChooseMedia: true
            )
        )
        names.append(LoopbackProvider.kind)
    }

    private static func limits(_ root: inout ConfigurationObject) -> Limits {
        var limits = Limits()
        guard let value = root.take("limits") else { return limits }
        let short = Duration.milliseconds(10)...Duration.seconds(3600)
        root.reader.object(value, at: root.path("limits")) { object in
            if let value = object.integer("max_in_flight", in: 1...1_000_000) { limits.maxInFlight = value }
            if let value = object.integer("max_connections", in: 1...1_000_000) { limits.http.maxConnections = value }
            if let value = object.integer("max_body_bytes", in: 1024...64 << 20) { limits.maxBodyBytes = value }
            if let value = object.integer("max_offer_bytes", in: 1024...1 << 20) { limits.maxOfferBytes = value }
            if let value = object.integer("max_target_bytes", in: 256...64 << 10) { limits.http.maxTargetBytes = value }
            if let value = object.integer("max_header_bytes", in: 1024...1 << 20) { limits.http.maxHeaderBytes = value }
            if let value = object.integer("max_header_fields", in: 8...1000) { limits.http.maxFields = value }
            if let value = object.duration("header_timeout", in: short) { limits.http.headerTimeout = value }
            if let value = object.duration("body_timeout", in: short) { limits.http.bodyTimeout = value }
            if let value = object.duration("idle_timeout", in: short) { limits.http.idleTimeout = value }
            if let value = object.duration("write_timeout", in: short) { limits.http.writeTimeout = value }
        }
        return limits
    }

    private static func origins(_ root: inout ConfigurationObject) -> [String]? {
        guard let value = root.take("cors") else { return nil }
        var origins: [String]?
        let path = root.path("cors")
        root.reader.object(value, at: path) { object in
            origins = object.strings("origins")
            for (index, origin) in (origins ?? []).enumerated() where !CORSPolicy.isValidPattern(origin) {
                object.reader.report(
                    "\(object.path("origins"))[\(index)]",
                    "must be \"*\" or an origin such as \"https://app.example\" or \"http://localhost:*\""
                )
            }
        }
        return origins
    }

    private static func trustedCallers(_ root: inout ConfigurationObject) -> [AddressRange] {
        let texts = root.strings("trusted_callers") ?? []
        var ranges: [AddressRange] = []
        for (index, text) in texts.enumerated() {
            guard let range = AddressRange(text) else {
                root.reader.report("\(root.path("trusted_callers"))[\(index)]", "must be \(AddressRange.allowed)")
                continue
            }
            ranges.append(range)
        }
        return ranges
    }
}
