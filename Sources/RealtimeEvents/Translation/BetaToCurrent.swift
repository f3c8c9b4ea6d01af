// SPDX-License-Identifier: MIT

internal import JSONText

/// Events of the beta in the words of the current API.
///
/// Source of both: openai-python `types/beta/realtime` and `types/realtime`.
struct BetaToCurrent: Sendable {
    /// Names of functions whose arguments are on their way, by item.
    ///
    /// The beta's last event about them lacks the name, which the current one has. All are forgotten beyond the limit,
    /// which no response comes near.
    private var functionNames: [String: String] = [:]
    private static let functionLimit = 128

    mutating func translate(_ event: RealtimeEvent) -> Translation {
        var edit = EventEdit(event)
        switch event.type {
        case .sessionCreated, .sessionUpdated, .sessionUpdate:
            edit.rename(to: event.type)
            edit.translateToCurrent(
                event.object(.session),
                as: event.name?.hasPrefix("transcription_") == true ? .transcription : .realtime
            )
        case .responseCreate, .responseCreated, .responseDone:
            edit.translateToCurrent(event.object(.response), as: .response)
        case .conversationItemCreated: return created(event)
        case .conversationItemCreate, .conversationItemRetrieved: edit.renameContent(of: event.object(.item), .current)
        case .responseOutputItemAdded:
            remember(event)
            edit.renameContent(of: event.object(.item), .current)
        case .responseOutputItemDone: return outputItemDone(event)
        case .responseFunctionCallArgumentsDone: addName(event, to: &edit)
        default: edit.rename(to: event.type)
        }
        return edit.translation
    }

    /// The current API tells of an item when it is added and when it is complete.
    ///
    /// Items of users and outputs of functions are so at once; those of a response when its output item is done.
    private func created(_ event: RealtimeEvent) -> Translation {
        var added = EventEdit(event)
        added.rename(to: .conversationItemAdded)
        added.renameContent(of: event.object(.item), .current)
        guard event.item?.status != "in_progress" else { return added.translation }
        var done = EventEdit(event)
        done.rename(to: .conversationItemDone)
        done.renameContent(of: event.object(.item), .current)
        done.distinguishEventID(by: "_done")
        return Translation([added.bytes, done.bytes])
    }

    private mutating func outputItemDone(_ event: RealtimeEvent) -> Translation {
        if let id = event.itemID { functionNames[id] = nil }
        var output = EventEdit(event)
        output.renameContent(of: event.object(.item), .current)
        guard let item = event.object(.item) else { return output.translation }
        var done = JSONObjectWriter(capacity: item.node.range.count + 80)
        done.write("type", EventType.conversationItemDone.rawValue)
        done.writeIfPresent("event_id", event.eventID.map { $0 + "_done" })
        var content = JSONEdit(of: item.document)
        ContentParts.current.rename(in: item, &content)
        done.write("item", raw: content.applied(to: item.node))
        return Translation([output.bytes, done.finish()])
    }

    private mutating func remember(_ event: RealtimeEvent) {
        guard let item = event.item, item.type == "function_call", let id = item.id, let name = item.name else {
            return
        }
        if functionNames.count >= Self.functionLimit { functionNames.removeAll() }
        functionNames[id] = name
    }

    private func addName(_ event: RealtimeEvent, to edit: inout EventEdit) {
        guard event[.name] == nil, let name = event.itemID.flatMap({ functionNames[$0] }) else { return }
        edit.edit.insert("name", value: JSONQuoting.quoted(name), into: event.document.root)
    }
}
