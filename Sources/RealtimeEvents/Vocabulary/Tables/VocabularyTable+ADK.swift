// SPDX-License-Identifier: MIT

extension VocabularyTable {
    /// What the ADK realtime client sends.
    ///
    /// Source: its one message, a role with parts.
    static let adk = VocabularyTable(
        .adk,
        client: """
            message | = | role*:string parts*:array
            """,
        server: """
            """
    )
}
