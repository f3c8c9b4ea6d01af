// SPDX-License-Identifier: MIT

/// Gathers mistakes while a configuration is read, so that all are told at once.
final class ConfigurationReader {
    private(set) var problems: [ConfigurationProblem] = []

    func report(_ path: String, _ message: String) {
        problems.append(ConfigurationProblem(path: path, message: message))
    }

    /// Reads an object: `body` takes the members that it knows, all others are mistakes.
    func object(_ value: ConfigurationValue, at path: String, _ body: (inout ConfigurationObject) -> Void) {
        guard case .object(let members) = value else {
            report(path, "must be an object, not \(value.kind)")
            return
        }
        var object = ConfigurationObject(path: path, members: members, reader: self)
        body(&object)
        object.reportUnknown()
    }
}

/// An object of a configuration whose members are taken out one by one.
struct ConfigurationObject {
    let path: String
    private let members: [String: ConfigurationValue]
    private var known: Set<String> = []
    let reader: ConfigurationReader

    init(path: String, members: [String: ConfigurationValue], reader: ConfigurationReader) {
        self.path = path
        self.members = members
        self.reader = reader
    }

    /// The path of a member.
    func path(_ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// A member of any kind; `null` counts as absent.
    mutating func take(_ name: String) -> ConfigurationValue? {
        known.insert(name)
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    /// Whether a member is there; `null` counts as absent.
    mutating func has(_ name: String) -> Bool { take(name) != nil }

    mutating func string(_ name: String, allowed: String = "a string") -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value, !text.isEmpty else {
            reader.report(path(name), "must be \(allowed), not \(value == .string("") ? "empty" : value.kind)")
            return nil
        }
        return text
    }

    /// A string member's text, without judging it.
    mutating func peek(_ name: String) -> String? {
        if case .string(let text)? = take(name) { text } else { nil }
    }

    mutating func bool(_ name: String) -> Bool? {
        guard let value = take(name) else { return nil }
        guard case .bool(let flag) = value else {
            reader.report(path(name), "must be true or false, not \(value.kind)")
            return nil
        }
        return flag
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = take(name) else { return nil }
        guard case .number(let number) = value, let integer = Int(exactly: number), range.contains(integer) else {
            reader.report(path(name), "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return integer
    }

    /// One of the raw values of an enumeration.
    mutating func choice<Choice: RawRepresentable & CaseIterable & Equatable>(
        _ name: String,
        _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        choice(name, among: Array(Choice.allCases))
    }

    /// One of some raw values; where it is unknown which ones are allowed, none is judged.
    mutating func choice<Choice: RawRepresentable & Equatable>(_ name: String, among choices: [Choice]?) -> Choice?
    where Choice.RawValue == String {
        guard let choices else {
            _ = take(name)
            return nil
        }
        guard !choices.isEmpty else {
            if has(name) { reader.report(path(name), "does not apply to this kind of provider") }
            return nil
        }
        let allowed = choices.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        guard let text = string(name, allowed: allowed) else { return nil }
        guard let choice = Choice(rawValue: text), choices.contains(choice) else {
            reader.report(path(name), "must be \(allowed)")
            return nil
        }
        return choice
    }

    /// A time such as `"500ms"`, `"5s"` or `"2m"`, or a number of seconds.
    mutating func duration(_ name: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let value = take(name) else { return nil }
        guard let duration = DurationText.duration(value), range.contains(duration) else {
            reader.report(
                path(name),
                "must be a time from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound)), "
                    + "such as \"500ms\", \"5s\" or \"2m\""
            )
            return nil
        }
        return duration
    }

    mutating func strings(_ name: String) -> [String]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else {
            reader.report(path(name), "must be an array of strings, not \(value.kind)")
            return nil
        }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else {
                reader.report("\(path(name))[\(index)]", "must be a string, not \(element.kind)")
                continue
            }
            texts.append(text)
        }
        return texts
    }

    /// Tells of members that nothing has taken.
    func reportUnknown() {
        for name in members.keys.sorted() where !known.contains(name) {
            reader.report(path(name), "unknown key; allowed here: \(known.sorted().joined(separator: ", "))")
        }
    }
}
