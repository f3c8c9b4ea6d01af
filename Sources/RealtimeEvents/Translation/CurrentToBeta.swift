// SPDX-License-Identifier: MIT

internal import JSONText

/// Events of the current API in the words of the beta.
enum CurrentToBeta {
    static func translate(_ event: RealtimeEvent) -> Translation {
        guard let type = event.type else { return Translation([event.bytes]) }
        var edit = EventEdit(event)
        switch type {
        case .sessionCreated, .sessionUpdated, .sessionUpdate:
            let isTranscription = event.session?.isTranscription == true
            if isTranscription { edit.rename(to: "transcription_" + type.rawValue) }
            edit.translateToBeta(event.object(.session), as: isTranscription ? .transcription : .realtime)
        case .responseCreate, .responseCreated, .responseDone:
            edit.translateToBeta(event.object(.response), as: .response)
        case .conversationItemAdded:
            edit.rename(to: EventType.conversationItemCreated.rawValue)
            edit.renameContent(of: event.object(.item), .beta)
        case .conversationItemDone:
            // The beta tells of an item once.
            return Translation(remainder: [TranslationRemainder("", event.bytes, .saidElsewhere)])
        case .conversationItemCreate, .conversationItemCreated, .conversationItemRetrieved, .responseOutputItemAdded,
            .responseOutputItemDone:
            edit.renameContent(of: event.object(.item), .beta)
        default:
            guard let name = Vocabulary.beta.name(of: type, event.direction) else {
                return Translation(remainder: [TranslationRemainder("", event.bytes)])
            }
            edit.rename(to: name)
        }
        return edit.translation
    }
}
