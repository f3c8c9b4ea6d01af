// SPDX-License-Identifier: MIT

import FoundationEssentials
import JSONText
import RealtimeEvents

/// What a relay needs to know of a server's event: all that is read in either way.
struct EventFields: Equatable {
    var name: String
    var eventID: String
    var responseID: String?
    var itemID: String?
    /// In bytes of JSON; a piece of audio is passed on, not read.
    var deltaLength: Int?

    /// So that nothing is left out as unused.
    var checksum: Int {
        name.utf8.count + eventID.utf8.count + (responseID?.utf8.count ?? 0) + (itemID?.utf8.count ?? 0)
            + (deltaLength ?? 0)
    }
}

extension EventFields {
    /// Nil for an event without a name of its own.
    init?(_ event: RealtimeEvent) {
        guard let name = event.name, let eventID = event.eventID else { return nil }
        let delta = event[.delta].map { $0.range.count - 2 }
        self.init(
            name: name,
            eventID: eventID,
            responseID: event.responseID,
            itemID: event.itemID,
            deltaLength: delta
        )
    }
}

/// The same fields as FoundationEssentials' JSONDecoder finds them.
struct DecodedEvent: Decodable {
    struct Response: Decodable {
        let id: String
    }

    let name: String
    let eventID: String
    let responseID: String?
    let response: Response?
    let itemID: String?
    let delta: String?

    enum CodingKeys: String, CodingKey {
        case name = "type"
        case eventID = "event_id"
        case responseID = "response_id"
        case response
        case itemID = "item_id"
        case delta
    }

    var fields: EventFields {
        EventFields(
            name: name,
            eventID: eventID,
            responseID: responseID ?? response?.id,
            itemID: itemID,
            deltaLength: delta?.utf8.count
        )
    }
}
