// SPDX-License-Identifier: MIT

internal import JSONText

extension RealtimeEvent {
    /// The whole event as what cannot be said.
    func unsaid(_ reason: TranslationRemainder.Reason = .noCounterpart) -> Translation {
        Translation(remainder: [TranslationRemainder("", bytes, reason)])
    }

    /// The members of the event that a translation does not read; its name and its type are not missed.
    func unsaid(besides names: [StaticString]) -> [TranslationRemainder] {
        document.object?.unsaid(besides: names + ["type", "event_id"]) ?? []
    }

    /// The members that a translation does not read, of the event and of the one object that it is about.
    func unsaid(inside member: StaticString, besides names: [StaticString]) -> [TranslationRemainder] {
        let inner = document.object?.object(member)
        return unsaid(besides: [member]) + (inner?.unsaid(member.description, besides: names) ?? [])
    }
}

extension JSONObjectView {
    /// The members that a translation does not read, under the path of this object.
    func unsaid(_ path: String = "", besides names: [StaticString]) -> [TranslationRemainder] {
        members(besides: names).map { member in
            let name = document.string(member.name) ?? ""
            return TranslationRemainder(path.isEmpty ? name : "\(path).\(name)", document.raw(member.value))
        }
    }
}
