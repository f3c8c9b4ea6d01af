// SPDX-License-Identifier: MIT

public import RealtimeEvents

/// What a bridged call does with the events that pass.
///
///     var pipeline = EventPipeline(policy: policy, client: .beta, provider: .openAI, makeEventID: makeEventID)
///     for event in pipeline.takeOpening() { … }                            // to the provider, before all else
///     let outcome = pipeline.fromClient(bytes, isText: true, now: now)     // or fromProvider
///     for event in pipeline.takeOpening() { … }                            // it may have waited for that
///     switch outcome { … }
///     pipeline.close(now: now)                                             // what is still open has failed
///
/// Where both sides speak the same, every message goes on byte for byte or not at all. Where they do not, events are
/// translated, and what stays the same in the other vocabulary goes on byte for byte too. Binary messages and texts that
/// are no JSON object go on, unless a policy has to know what they say.
///
/// A message is parsed once. Times are those of one clock of the call.
public struct EventPipeline: Sendable {
    /// How many turns of a call are kept when they are over.
    public static let maximumTurns = 128
    /// How much text those turns have together.
    public static let maximumTextBytes = 1024 * 1024

    /// What the client speaks.
    public let client: Vocabulary
    /// What the provider speaks.
    public let provider: Vocabulary
    /// The turns that are over; texts are left out of them if the pipeline does not keep content.
    public private(set) var history: TurnHistory
    /// How many changes of turns there have been: whoever watches the turns looks again when it has grown.
    public private(set) var turnChanges = 0
    /// How many messages of the client were refused.
    public internal(set) var refusedCount = 0
    /// How many events lost something in translation; what other events say is not lost.
    public internal(set) var untranslatedCount = 0

    let policy: EventPolicy
    let allowed: AllowedEvents?
    let lock: SessionLock
    var operatorSession: OperatorSession?
    var clientHasSpoken = false
    var rate: MessageRate?
    var clientTranslator: EventTranslator?
    var providerTranslator: EventTranslator?
    var tokenCount = TokenCount()
    let bareModel: @Sendable (String) -> String
    private let makeEventID: @Sendable () -> String
    private var machine = TurnMachine()

    /// A call that has not begun.
    ///
    /// - Parameters:
    ///   - policy: What the client may do.
    ///   - client: What the client speaks.
    ///   - provider: What the provider speaks. Events are translated if that is not what the client speaks and there is
    ///     a translation both ways, see `EventTranslator`.
    ///   - sessionType: The `type` of the session that the call was made with; nil if it is not known.
    ///   - keepsContent: Whether the history has texts and arguments of functions.
    ///   - bareModel: The provider's own name of a model, for `session.update` of calls that are translated.
    ///   - makeEventID: A new `event_id` for each event of the relay's own.
    public init(
        policy: EventPolicy,
        client: Vocabulary,
        provider: Vocabulary,
        sessionType: String? = nil,
        keepsContent: Bool = true,
        bareModel: @escaping @Sendable (String) -> String = { $0 },
        makeEventID: @escaping @Sendable () -> String
    ) {
        self.policy = policy
        self.client = client
        self.provider = provider
        self.bareModel = bareModel
        self.makeEventID = makeEventID
        allowed = policy.allowedClientEvents.map(AllowedEvents.init)
        lock = SessionLock(policy.lockedSessionFields)
        operatorSession = policy.injectedSession.flatMap { OperatorSession($0, type: sessionType) }
        rate = policy.maximumEventsPerSecond.map(MessageRate.init)
        history = TurnHistory(
            maximumTurns: Self.maximumTurns,
            maximumTextBytes: Self.maximumTextBytes,
            keepsContent: keepsContent
        )
        if client != provider, let toProvider = EventTranslator(from: client, to: provider),
            let toClient = EventTranslator(from: provider, to: client)
        {
            clientTranslator = toProvider
            providerTranslator = toClient
        }
    }

    /// Whether events are translated.
    public var isTranslated: Bool { clientTranslator != nil }

    /// The turns that go on, oldest first, texts included.
    public var openTurns: [Turn] { machine.openTurns }

    /// What all responses have used, or what the server counts for the whole session; nil if nothing is told.
    ///
    /// What transcribing the input has used is `history.transcriptionUsage`.
    public var usage: Usage? { history.usage ?? history.sessionUsage }

    /// The tokens that count for the limit: those of responses and of transcriptions, told so far.
    public var tokens: Int { tokenCount.tokens }

    /// An error event for the client; it is the same in all of OpenAI's vocabularies.
    public func errorEvent(_ report: ErrorReport) -> [UInt8] { OutgoingEvent.error(report, eventID: makeEventID()) }

    /// Ends the turns that are open: with their call they have failed.
    public mutating func close(now: Duration) { note(machine.close(at: now)) }

    /// Watches an event as the provider says it.
    mutating func observe(_ event: RealtimeEvent, at now: Duration) { note(machine.observe(event, at: now)) }

    private mutating func note(_ changes: [TurnChange]) {
        guard !changes.isEmpty else { return }
        turnChanges += changes.count
        history.note(changes)
    }

    func newEventID() -> String { makeEventID() }
}
