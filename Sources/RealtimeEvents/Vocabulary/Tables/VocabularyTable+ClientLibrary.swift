// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// What the openai-realtime-api TypeScript library tells its application.
    ///
    /// Events of its own beside those of the API. They go the way that a server's do, from the library to its application.
    ///
    /// Source: its `RealtimeClient`.
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
