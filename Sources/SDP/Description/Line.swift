// SPDX-License-Identifier: MIT

extension SessionDescription {
    /// One line, with the line end it came with.
    ///
    /// Shows its type and size only when printed, reflected or dumped: values hold ICE passwords.
    public struct Line: Hashable, Sendable {
        /// The letter before the `=`; nil for a line that is not of the form `<type>=<value>`.
        public let type: LineType?

        /// What follows the `=`, or the whole line where there is no type.
        public let value: String

        /// The line end.
        public let ending: LineEnding

        /// The attribute of an `a=` line; nil for other lines and for an attribute without a name.
        public var attribute: (name: Substring, value: Substring?)? {
            guard type == .attribute else { return nil }
            // By bytes: a colon with a combining mark after it is another Character.
            let colon = value.utf8.firstIndex(of: UInt8(ascii: ":")) ?? value.endIndex
            guard colon > value.startIndex else { return nil }
            return (value[..<colon], colon == value.endIndex ? nil : value[value.utf8.index(after: colon)...])
        }

        /// How many bytes the line and its line end have.
        var byteCount: Int {
            let end =
                switch ending {
                case .crlf: 2
                case .lf: 1
                case .none: 0
                }
            return (type == nil ? 0 : 2) + value.utf8.count + end
        }

        /// Appends the bytes of the line and of its line end.
        func write(to bytes: inout [UInt8]) {
            if let type {
                bytes.append(type.letter)
                bytes.append(UInt8(ascii: "="))
            }
            bytes.append(contentsOf: value.utf8)
            switch ending {
            case .crlf: bytes.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
            case .lf: bytes.append(ASCII.lineFeed)
            case .none: break
            }
        }
    }
}

extension SessionDescription.Line: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The type and the size of the value.
    public var description: String {
        let letter = type.map { String(Unicode.Scalar($0.letter)) } ?? "?"
        return "\(letter)=<\(value.utf8.count) bytes>"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
