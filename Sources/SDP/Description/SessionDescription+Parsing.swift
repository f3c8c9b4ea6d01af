// SPDX-License-Identifier: MIT

extension SessionDescription {
    /// Reads a session description, an offer or an answer, from its bytes.
    ///
    /// Takes CRLF and LF, also mixed, and a missing last line end. Refuses only what it could not give a meaning to:
    /// see ``SDPSyntaxError/Code``. Costs time and memory in proportion to the text.
    public static func parse(
        _ text: Span<UInt8>,
        limits: SDPLimits = .default
    ) throws(SDPSyntaxError) -> SessionDescription {
        guard text.count <= limits.maxBytes else { throw SDPSyntaxError(.tooLarge) }
        var description = SessionDescription(lines: [], mediaSections: [])
        var scanner = LineScanner()
        guard let first = scanner.next(in: text) else { throw SDPSyntaxError(.notSDP) }
        if let fault = first.fault { throw SDPSyntaxError(fault, in: first) }
        guard first.isVersionZero(in: text) else { throw SDPSyntaxError(.notSDP) }
        description.lines.append(Line(first, in: text))

        while let line = scanner.next(in: text) {
            if let fault = line.fault { throw SDPSyntaxError(fault, in: line) }
            try description.append(line, in: text, limits: limits)
        }
        return description
    }

    private mutating func append(
        _ line: TextLine,
        in text: Span<UInt8>,
        limits: SDPLimits
    ) throws(SDPSyntaxError) {
        let parsed = Line(line, in: text)
        if parsed.type == .media {
            guard mediaSections.count < limits.maxMediaSections else {
                throw SDPSyntaxError(.tooManyMediaSections, line: line.number)
            }
            guard let fields = MediaLineFields(value: line.value, in: text) else {
                throw SDPSyntaxError(.malformedMediaLine, line: line.number)
            }
            mediaSections.append(MediaSection(fields, line: parsed, in: text))
        } else if mediaSections.isEmpty {
            lines.append(parsed)
        } else {
            mediaSections[mediaSections.count - 1].lines.append(parsed)
        }
    }
}

extension SessionDescription.Line {
    fileprivate init(_ line: TextLine, in text: Span<UInt8>) {
        let letter = line.type(in: text)
        type = letter.map(SessionDescription.LineType.init(letter:))
        value = text.string(in: letter == nil ? line.contents : line.value)
        ending = line.ending
    }
}

extension MediaSection {
    fileprivate init(_ fields: MediaLineFields, line: SessionDescription.Line, in text: Span<UInt8>) {
        media = text.string(in: fields.media)
        port = fields.port
        portCount = fields.portCount
        transport = text.string(in: fields.transport)
        var rest = fields.formats
        while !rest.isEmpty {
            let format = text.nextToken(of: &rest)
            if !format.isEmpty { formats.append(text.string(in: format)) }
        }
        lines = [line]
    }
}
