// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import Loopback
internal import Providers
internal import RecordFile
internal import Signaling

extension RelayConfiguration {
    /// What the operator decides of bridged calls with a provider.
    struct BridgeEntry: Sendable {
        var media = MediaMode.direct
        var mayChooseMedia = false
        var maxCalls: Int?
        var settings = BridgeProviderSettings()
    }

    private static let maximumSessionBytes = 64 * 1024
    private static let maximumNames = 256

    // MARK: Of all providers

    /// Reads `bridge`.
    static func bridge(_ root: inout ConfigurationObject) -> BridgeSettings {
        var settings = BridgeSettings()
        guard let value = root.take("bridge") else { return settings }
        root.reader.object(value, at: root.path("bridge")) { object in
            if let calls = object.integer("max_calls_per_loop", in: 1...BridgeSettings.maximumCallsPerLoop) {
                settings.maxCallsPerLoop = calls
            }
            if let setUps = object.integer("setups_per_second", in: 1...100_000) { settings.setUpsPerSecond = setUps }
            settings.records = records(&object)
        }
        return settings
    }

    private static func records(_ bridge: inout ConfigurationObject) -> RecordSettings? {
        guard let value = bridge.take("records") else { return nil }
        var settings: RecordSettings?
        bridge.reader.object(value, at: bridge.path("records")) { object in
            if !object.has("file") { object.reader.report(object.path("file"), "is missing: the path of a file") }
            let path = object.string("file", allowed: "the path of a file")
            let maximumBytes = object.integer("max_bytes", in: 1024...1 << 40)
            let oldFiles = object.integer("files", in: 1...1000)
            let hasContent = object.bool("content")
            guard let path else { return }
            var file = RecordFileSettings(path: path)
            if let maximumBytes { file.maximumBytes = maximumBytes }
            if let oldFiles { file.oldFiles = oldFiles }
            settings = RecordSettings(file: file, hasContent: hasContent ?? false)
        }
        return settings
    }

    // MARK: Of one provider

    /// Reads `media`, `media_per_call`, `max_calls` and `bridge` of a provider.
    static func bridgeEntry(
        _ object: inout ConfigurationObject,
        of kind: (any Provider)?,
        warnings: inout [ConfigurationProblem]
    ) -> BridgeEntry {
        var entry = BridgeEntry()
        entry.mayChooseMedia = kind is LoopbackProvider
        let media = object.choice("media", MediaMode.self)
        let mayChoose = object.bool("media_per_call")
        entry.maxCalls = object.integer("max_calls", in: 1...1_000_000)
        let hasBridge = object.has("bridge")
        if let value = object.take("bridge") {
            object.reader.object(value, at: object.path("bridge")) { bridge in
                entry.settings = bridgeOfProvider(&bridge, warnings: &warnings)
            }
        }
        if let kind, !kind.facts.supportsWebRTC {
            let isSet = [
                ("media", media == .bridge), ("media_per_call", mayChoose == true),
                ("max_calls", entry.maxCalls != nil), ("bridge", hasBridge),
            ]
            for (name, _) in isSet.filter(\.1) {
                object.reader.report(object.path(name), "does not apply to this kind of provider: it takes no offers")
            }
        }
        entry.media = media ?? .direct
        if let mayChoose { entry.mayChooseMedia = mayChoose }
        warnings += policyWarnings(of: entry, at: object)
        return entry
    }

    /// What does not hold although it is configured: in a direct call the relay sees no event.
    private static func policyWarnings(
        of entry: BridgeEntry,
        at object: ConfigurationObject
    ) -> [ConfigurationProblem] {
        guard entry.settings.policy != EventPolicy() else { return [] }
        let message: String
        if entry.mayChooseMedia {
            message = "callers get around what `bridge` says of events by media=direct: set `media_per_call` to false"
        } else if entry.media == .direct {
            message = "what it says of events holds for no call: `media` is \"direct\""
        } else {
            return []
        }
        let place = object.path(entry.mayChooseMedia ? "media_per_call" : "bridge")
        return [ConfigurationProblem(path: place, message: message)]
    }

    private static func bridgeOfProvider(
        _ object: inout ConfigurationObject,
        warnings: inout [ConfigurationProblem]
    ) -> BridgeProviderSettings {
        var settings = BridgeProviderSettings()
        let times = Duration.milliseconds(100)...Duration.seconds(24 * 3600)
        if let time = object.duration("max_duration", in: times) { settings.maxDuration = time }
        if let time = object.duration("idle_timeout", in: times) { settings.idleTimeout = time }
        settings.policy.maximumTokens = object.integer("max_tokens", in: 1...1_000_000_000)
        settings.policy.maximumEventBytes = object.integer("max_event_bytes", in: 64...256 * 1024)
        settings.policy.maximumEventsPerSecond = object.integer("max_events_per_second", in: 1...100_000)
        let events = names("client_events", &object, rule: eventRule, isEvent)
        warnings += ClientEventNames.warnings(of: events ?? [], at: object.path("client_events"))
        settings.policy.allowedClientEvents = events.map(Set.init)
        settings.policy.lockedSessionFields = names("locked_session", &object, rule: fieldRule, isField) ?? []
        settings.policy.injectedSession = session(&object)
        settings.translates = object.bool("translate")
        settings.allowsPrivateCandidates = object.bool("allow_private_candidates")
        return settings
    }

    private static let eventRule = "the type of an event, such as \"response.create\""
    private static let fieldRule = "a field of a session, such as \"instructions\" or \"audio.output.voice\""

    private static func isEvent(_ text: String) -> Bool { !text.isEmpty }

    private static func isField(_ text: String) -> Bool {
        !text.split(separator: ".", omittingEmptySubsequences: false).contains(where: \.isEmpty)
    }

    private static func names(
        _ name: String,
        _ object: inout ConfigurationObject,
        rule: String,
        _ isValid: (String) -> Bool
    ) -> [String]? {
        guard let texts = object.strings(name) else { return nil }
        if texts.count > maximumNames {
            object.reader.report(object.path(name), "must be an array of at most \(maximumNames)")
        }
        for (index, text) in texts.enumerated() where !isValid(text) {
            object.reader.report("\(object.path(name))[\(index)]", "must be \(rule)")
        }
        return texts
    }

    private static func session(_ object: inout ConfigurationObject) -> [UInt8]? {
        guard let value = object.take("session") else { return nil }
        let place = object.path("session")
        guard case .object = value else {
            object.reader.report(place, "must be an object, not \(value.kind)")
            return nil
        }
        guard let json = value.json, json.count <= maximumSessionBytes else {
            object.reader.report(place, "must be at most \(maximumSessionBytes) bytes of JSON, its numbers finite")
            return nil
        }
        return json
    }
}
