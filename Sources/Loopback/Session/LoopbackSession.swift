// SPDX-License-Identifier: MIT

internal import JSONText
internal import RealtimeEvents

/// A realtime session with nobody behind it: it speaks the events of OpenAI's current API like a provider, and says back
/// what it is told.
///
///     var session = LoopbackSession(id: "sess_1", now: now)
///     session.greet()
///     session.receive(bytes, now: now)              // each event of the client
///     session.hear(attenuation: level, now: now)    // each packet's level, where it has one
///     session.handleTimeout(now: now)               // at session.nextTimeout
///     session.takeEvents()                          // after each call, in order
///
/// It keeps ``maximumItems`` items. It is pure: no I/O, no clock.
public struct LoopbackSession {
    /// What it calls itself, so that nobody takes it for a model.
    public static let model = "loopback"
    /// How many items of the conversation are kept; the oldest make way.
    public static let maximumItems = 128
    /// How long a word takes.
    static let wordInterval = Duration.milliseconds(40)
    /// The longest answer, in words; longer ones are cut.
    static let maximumWords = 2000

    var writer = EventWriter()
    var document: SessionDocument
    var items: [LoopbackItem] = []
    var response: LoopbackResponse?
    var detector = SpeechDetector()
    /// The item that speech is becoming, and when it began.
    var speech: (itemID: String, start: Duration)?
    /// What was heard since the last commit, where speech is not detected.
    var heard = Duration.zero
    let conversation: String
    private let start: Duration

    /// Begins a session.
    ///
    /// - Parameters:
    ///   - id: Its id.
    ///   - asked: What is asked for, each laid over what is usual and those before it (JSON).
    ///   - now: Since any fixed start.
    public init(id: String, asked: [[UInt8]] = [], now: Duration) {
        document = SessionDocument(id: id, asked: asked)
        conversation = "conv_" + id
        start = now
    }

    /// The session object that such a session begins with (JSON).
    public static func text(id: String, asked: [[UInt8]] = []) -> [UInt8] { SessionDocument(id: id, asked: asked).text }

    /// Says what the session is.
    public mutating func greet() {
        writeSession("session.created")
    }

    /// The events to be sent, in order.
    public mutating func takeEvents() -> [[UInt8]] { writer.take() }

    /// When ``handleTimeout(now:)`` is to be called; nil for not at all.
    public var nextTimeout: Duration? {
        let silence = detector.nextTimeout.map { $0 + start }
        guard let word = response?.nextWord else { return silence }
        return min(silence ?? word, word)
    }

    /// Says the words that are due, and notices the end of speech.
    public mutating func handleTimeout(now: Duration) {
        if let change = detector.end(now: now - start) { note(change, now: now) }
        speak(now: now)
    }

    // MARK: Events of the client

    /// Takes what came on the channel; what is wrong is answered by an `error` event.
    public mutating func receive(_ bytes: [UInt8], now: Duration) {
        guard let event = try? RealtimeEvent(parsing: bytes, vocabulary: .openAI, direction: .client) else {
            refuse("invalid_json", "The event is no JSON.", nil)
            return
        }
        let known = event.definition != nil || event.type != nil
        if let finding = event.findings().first(where: { $0.code != .unknownEvent || !known }) {
            write(ErrorReport(finding, in: event))
            return
        }
        switch event.type {
        case .sessionUpdate:
            if let update = event.object(.session) { document.update(with: update) }
            writeSession("session.updated")
        case .conversationItemCreate: create(event)
        case .conversationItemDelete, .conversationItemRetrieve, .conversationItemTruncate: find(event)
        case .responseCreate: begin(event, now: now)
        case .responseCancel: cancel(event)
        case .inputAudioBufferAppend: refuse("unsupported_event", "Audio comes by RTP here.", event)
        case .inputAudioBufferCommit: commit(event, now: now)
        case .inputAudioBufferClear:
            heard = .zero
            writer.write("input_audio_buffer.cleared")
        case .outputAudioBufferClear:
            let id = response?.id ?? "resp_none"
            end("cancelled", reason: "client_cancelled")
            writer.write("output_audio_buffer.cleared") { $0.write("response_id", id) }
        default: refuse("unknown_event", "The loopback does not know this event.", event)
        }
    }

    private mutating func create(_ event: RealtimeEvent) {
        guard let given = event.item else { return }
        let id = given.id ?? writer.name("item")
        guard !items.contains(where: { $0.id == id }) else {
            refuse("item_exists", "There is an item with this id already.", event, param: "item.id")
            return
        }
        let content: LoopbackItem.Content =
            if event.isToolOutput {
                .toolOutput(given.output ?? "")
            } else if event.isUserInput, let text = given.text {
                .text(text)
            } else {
                .other
            }
        var shown = JSONObjectWriter()
        shown.write("id", id)
        shown.write("object", "realtime.item")
        shown.write("status", "completed")
        for member in given.object.members(besides: ["id", "object", "status"]) {
            shown.write(member, of: given.object.document)
        }
        add(LoopbackItem(id: id, content: content, text: shown.finish()))
    }

    mutating func add(_ item: LoopbackItem) {
        let previous = items.last?.id
        keep(item)
        for type in ["conversation.item.added", "conversation.item.done"] {
            writer.write(type) { members in
                members.writeOrNull("previous_item_id", previous)
                members.write("item", raw: item.text)
            }
        }
    }

    mutating func keep(_ item: LoopbackItem) {
        items.append(item)
        if items.count > Self.maximumItems { items.removeFirst() }
    }

    private mutating func find(_ event: RealtimeEvent) {
        guard let id = event.itemID, let position = items.firstIndex(where: { $0.id == id }) else {
            refuse("item_not_found", "There is no item with this id.", event, param: "item_id")
            return
        }
        switch event.type {
        case .conversationItemDelete:
            items.remove(at: position)
            writer.write("conversation.item.deleted") { $0.write("item_id", id) }
        case .conversationItemRetrieve:
            let item = items[position]
            writer.write("conversation.item.retrieved") { $0.write("item", raw: item.text) }
        default:
            writer.write("conversation.item.truncated") { members in
                members.write("item_id", id)
                members.write("content_index", event.contentIndex ?? 0)
                members.write("audio_end_ms", event.integer(.audioEnd) ?? 0)
            }
        }
    }

    // MARK: Errors

    mutating func refuse(_ code: String, _ message: String, _ event: RealtimeEvent?, param: String? = nil) {
        let id = event?.eventID
        let type = "invalid_request_error"
        write(ErrorReport(type: type, code: code, message: message, param: param, clientEventID: id))
    }

    private mutating func write(_ error: ErrorReport) {
        let id = writer.name("event")
        writer.append(OutgoingEvent.error(error, eventID: id))
    }

    private mutating func writeSession(_ type: String) {
        let text = document.text
        writer.write(type) { $0.write("session", raw: text) }
    }

    /// Milliseconds since the session began, as the API counts audio.
    func milliseconds(_ time: Duration) -> Int {
        Int(time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000)
    }

    /// The time since the session began.
    func sinceStart(_ now: Duration) -> Duration { now - start }
}
