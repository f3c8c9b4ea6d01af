// SPDX-License-Identifier: MIT

internal import RealtimeEvents
internal import Testing

@Suite("Vocabularies")
struct VocabularyTests {
    /// The numbers of events that the sources name; those of the beta are the 34 of openai-python and the ten that only
    /// OpenAI's OpenAPI file has.
    @Test(
        "each vocabulary has all its events",
        arguments: [
            (Vocabulary.openAI, 11, 46), (.beta, 12, 44), (.translation, 3, 7), (.live, 15, 28), (.clientLibrary, 0, 5),
            (.adk, 1, 0), (.elevenLabs, 7, 12), (.gemini, 4, 8),
        ]
    )
    func counts(_ vocabulary: Vocabulary, _ client: Int, _ server: Int) {
        #expect(vocabulary.definitions(.client).count == client)
        #expect(vocabulary.definitions(.server).count == server)
    }

    @Test("an event stands in a table once, and no field twice", arguments: Vocabulary.allCases)
    func uniqueness(_ vocabulary: Vocabulary) {
        for direction in EventDirection.allCases {
            let definitions = vocabulary.definitions(direction)
            #expect(Set(definitions.map(\.name)).count == definitions.count)
            for definition in definitions {
                #expect(definition.direction == direction)
                #expect(Set(definition.fields.map(\.path)).count == definition.fields.count, "\(definition.name)")
                for field in definition.fields where field.path.contains(".") {
                    let parent = field.path.split(separator: ".").dropLast().joined(separator: ".")
                    #expect(definition.fields.contains { $0.path == parent }, "\(definition.name): \(field.path)")
                }
            }
        }
    }

    @Test("the names of the current OpenAI API are the canonical ones")
    func canonicalNames() {
        for direction in EventDirection.allCases {
            for definition in Vocabulary.openAI.definitions(direction) {
                #expect(definition.type?.rawValue == definition.name)
            }
        }
    }

    @Test("every type is one that some vocabulary has")
    func everyTypeIsUsed() {
        var used = Set(
            Vocabulary.allCases.flatMap { $0.definitions(.client) + $0.definitions(.server) }.compactMap(\.type)
        )
        used.insert(.inputAudioBufferCommit)
        #expect(used == Set(EventType.allCases))
    }

    @Test("an event is found by its name and direction")
    func lookUp() {
        #expect(Vocabulary.beta.definition(of: "response.text.delta", .server)?.type == .responseOutputTextDelta)
        #expect(Vocabulary.beta.definition(of: "response.text.delta", .client) == nil)
        #expect(Vocabulary.openAI.definition(of: "response.text.delta", .server) == nil)
    }
}
