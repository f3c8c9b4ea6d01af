// SPDX-License-Identifier: MIT

/// Lines that hold attributes: the session level, or one media section.
///
/// Names are matched byte for byte, as
/// [RFC 8866, section 5.13](https://www.rfc-editor.org/rfc/rfc8866.html#section-5.13) has them case-sensitive.
/// Each look-up goes over all the lines.
public protocol AttributeScope {
    /// The lines to look in.
    var lines: [SessionDescription.Line] { get }
}

extension AttributeScope {
    /// Whether there is an attribute of this name, with a value or without.
    public func hasAttribute(_ name: String) -> Bool {
        lines.contains { $0.attribute?.name == name[...] }
    }

    /// The value of the first attribute of this name that has one.
    public func attribute(_ name: String) -> String? {
        for line in lines {
            guard let attribute = line.attribute, attribute.name == name[...] else { continue }
            if let value = attribute.value { return String(value) }
        }
        return nil
    }

    /// The values of all attributes of this name, in order.
    public func attributes(_ name: String) -> [String] {
        lines.compactMap { line in
            guard let attribute = line.attribute, attribute.name == name[...] else { return nil }
            return attribute.value.map(String.init)
        }
    }
}
