// SPDX-License-Identifier: MIT

internal import JSONText

extension ConfigurationValue {
    /// The value as a JSON text, members in the order of their names; nil if a number in it is not finite.
    var json: [UInt8]? {
        switch self {
        case .null: return Array("null".utf8)
        case .bool(let flag): return Array(flag.description.utf8)
        case .number(let number):
            guard number.isFinite else { return nil }
            let digits = number.description
            return Array(digits.hasSuffix(".0") ? digits.utf8.dropLast(2) : digits.utf8[...])
        case .string(let text): return JSONQuoting.quoted(text)
        case .array(let elements):
            var texts: [[UInt8]] = []
            for element in elements {
                guard let text = element.json else { return nil }
                texts.append(text)
            }
            return [UInt8(ascii: "[")] + texts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
        case .object(let members):
            var writer = JSONObjectWriter()
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                guard let text = value.json else { return nil }
                writer.write(rawName: JSONQuoting.quoted(name)[...], raw: text[...])
            }
            return writer.finish()
        }
    }
}
