// SPDX-License-Identifier: MIT

internal import JSONText

extension RealtimeEvent {
    /// What the event's vocabulary does not have so, in the order of the text.
    ///
    /// Members that the vocabulary does not know are fine: providers add some every month.
    public func findings() -> [EventFinding] {
        guard document.root.kind == .object else { return [EventFinding(.notAnObject, offset: 0)] }
        var findings = repeatedMemberFindings()
        if let definition {
            for field in definition.fields { check(field, into: &findings) }
        } else if name == nil {
            findings.append(EventFinding(.missingType, "type", offset: self[.type]?.range.lowerBound ?? 0))
        } else {
            findings.append(EventFinding(.unknownEvent, "type", offset: self[.type]?.range.lowerBound ?? 0))
        }
        checkAudio(into: &findings)
        return findings.sorted { ($0.offset, $0.path) < ($1.offset, $1.path) }
    }

    private func repeatedMemberFindings() -> [EventFinding] {
        document.repeatedMembers().map { member in
            EventFinding(
                .repeatedMember,
                document.string(member.name) ?? "",
                offset: member.name.range.lowerBound
            )
        }
    }

    private func check(_ field: FieldDefinition, into findings: inout [EventFinding]) {
        var names = field.path.split(separator: ".").map(String.init)
        guard let last = names.popLast() else { return }
        var object = document.root
        for name in names {
            // A member of a member counts only where that one is an object, which its own row sees to.
            guard let next = document.lastMember(name, of: object), next.kind == .object else { return }
            object = next
        }
        guard let value = document.lastMember(last, of: object) else {
            if field.isRequired {
                findings.append(
                    EventFinding(.missingField, field.path, expected: field.valueType, offset: object.range.lowerBound)
                )
            }
            return
        }
        if !field.takes(value, in: document) {
            findings.append(
                EventFinding(.wrongType, field.path, expected: field.valueType, offset: value.range.lowerBound)
            )
        }
    }

    private func checkAudio(into findings: inout [EventFinding]) {
        guard let (audio, path) = audioPayload, !audio.isValid else { return }
        findings.append(EventFinding(.invalidBase64, path, expected: .string, offset: audio.range.lowerBound))
    }

    /// The audio in the event, and where its vocabulary has it.
    private var audioPayload: (AudioPayload, String)? {
        if let audio = delta?.audio {
            switch vocabulary {
            case .elevenLabs: return (audio, "audio_event.audio_base_64")
            case .gemini: return (audio, "serverContent.modelTurn.parts.inlineData.data")
            default: return (audio, "delta")
            }
        }
        guard type == .inputAudioBufferAppend, let audio = AudioPayload(self[.audio], in: document) else { return nil }
        switch vocabulary {
        case .elevenLabs: return (audio, "user_audio_chunk")
        case .gemini: return (audio, "realtimeInput.audio.data")
        default: return (audio, "audio")
        }
    }
}

extension FieldDefinition {
    fileprivate func takes(_ value: JSONNode, in document: JSONDocument) -> Bool {
        if value.kind == .null, isNullable { return true }
        switch valueType {
        case .object: return value.kind == .object
        case .array: return value.kind == .array
        case .string: return value.kind == .string
        case .number: return value.kind == .number
        case .boolean: return value.kind == .true || value.kind == .false
        case .integer: return document.integer(value) != nil
        case .any: return true
        }
    }
}

extension JSONDocument {
    /// The value of the last member with a name that is known at run time only.
    func lastMember(_ name: String, of object: JSONNode) -> JSONNode? {
        var found: JSONNode?
        forEachMember(of: object) { member in
            if isString(member.name, equalTo: name) { found = member.value }
        }
        return found
    }
}
