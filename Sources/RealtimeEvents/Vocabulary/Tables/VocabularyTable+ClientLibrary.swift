// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// The events of what the openai-realtime-api TypeScript library tells the application.
    ///
    /// Events of its own beside those of the API. Source: its `RealtimeClient`.
    static let clientLibrary = VocabularyTable(
        .clientLibrary,
        client: """
            """,
        server: """
            conversation.item.appended  | = | item*:object delta:object?
            conversation.item.completed | = | item*:object delta:object?
            conversation.updated        | = | item:object? delta:object?
            conversation.interrupted    | = | event_id:string audio_start_ms:integer item_id:string
            realtime.event              | = | time*:string source*:string event*:object
            """
    )
}
