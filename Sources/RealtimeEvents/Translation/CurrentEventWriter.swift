// SPDX-License-Identifier: MIT

internal import JSONText

/// Writes server events of the current API for a provider that has no events, items or responses with names.
///
/// Names are numbers in the order of the session, so that what belongs together has the same ones.
struct CurrentEventWriter: Sendable {
    /// What has been told of the response with the present number.
    enum Phase: Sendable {
        /// It is not there yet.
        case none
        /// It is in progress.
        case open
        /// It is done; audio of it may still come.
        case done
    }

    private(set) var phase = Phase.none
    private var eventNumber = 0
    private var responseNumber = 0
    private var callNumber = 0
    private var inputNumber = 1

    /// The item of what the user is saying.
    var inputItemID: String { "item_input_\(inputNumber)" }
    private var responseID: String { "resp_\(responseNumber)" }
    private var itemID: String { "item_\(responseNumber)" }

    mutating func event(_ type: EventType, _ body: (inout JSONObjectWriter) -> Void) -> [UInt8] {
        eventNumber += 1
        return OutgoingEvent.event(type.rawValue, "event_\(eventNumber)", body)
    }

    /// An event about what the response says, which is announced first if it is new.
    mutating func output(_ type: EventType, _ body: (inout JSONObjectWriter) -> Void) -> [[UInt8]] {
        let announcement = announce()
        let (response, item) = (responseID, itemID)
        let event = event(type) { writer in
            writer.write("response_id", response)
            writer.write("item_id", item)
            writer.write("output_index", 0)
            writer.write("content_index", 0)
            body(&writer)
        }
        return announcement + [event]
    }

    /// The call of a function, which is an output item of its own.
    mutating func functionCall(id: String?, name: String?, arguments: String) -> [[UInt8]] {
        let announcement = announce()
        callNumber += 1
        let (response, item, index) = (responseID, "\(itemID)_\(callNumber)", callNumber)
        let event = event(.responseFunctionCallArgumentsDone) { writer in
            writer.write("response_id", response)
            writer.write("item_id", item)
            writer.write("output_index", index)
            writer.writeIfPresent("call_id", id)
            writer.writeIfPresent("name", name)
            writer.write("arguments", arguments)
        }
        return announcement + [event]
    }

    /// That the audio of the response is not played any more; nil if there was no response.
    mutating func cleared() -> [UInt8]? {
        guard responseNumber > 0 else { return nil }
        let response = responseID
        return event(.outputAudioBufferCleared) { $0.write("response_id", response) }
    }

    /// The end of the response, with what was said if that is known.
    mutating func finish(
        status: String,
        transcript: String? = nil,
        usage: [UInt8]? = nil,
        details: [UInt8]? = nil
    ) -> [[UInt8]] {
        let announcement = announce()
        var response = JSONObjectWriter()
        response.write("object", "realtime.response")
        response.write("id", responseID)
        response.write("status", status)
        if let details { response.write("status_details", raw: details) }
        response.write("output", array: transcript.map { [message($0)] } ?? [])
        if let usage { response.write("usage", raw: usage) }
        phase = .done
        let text = response.finish()
        return announcement + [event(.responseDone) { $0.write("response", raw: text) }]
    }

    /// What comes next belongs to another response.
    mutating func endTurn() {
        phase = .none
    }

    /// What the user says next is another item.
    mutating func endInput() {
        inputNumber += 1
    }

    private mutating func announce() -> [[UInt8]] {
        guard phase == .none else { return [] }
        responseNumber += 1
        callNumber = 0
        phase = .open
        var response = JSONObjectWriter()
        response.write("object", "realtime.response")
        response.write("id", responseID)
        response.write("status", "in_progress")
        response.write("output", array: [])
        let text = response.finish()
        return [event(.responseCreated) { $0.write("response", raw: text) }]
    }

    private func message(_ transcript: String) -> [UInt8] {
        var part = JSONObjectWriter()
        part.write("type", "output_audio")
        part.write("transcript", transcript)
        var item = JSONObjectWriter()
        item.write("id", itemID)
        item.write("object", "realtime.item")
        item.write("type", "message")
        item.write("status", "completed")
        item.write("role", "assistant")
        item.write("content", array: [part.finish()])
        return item.finish()
    }
}
