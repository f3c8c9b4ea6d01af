// SPDX-License-Identifier: MIT

internal import Providers

/// Reads `multipart/form-data` bodies (RFC 7578, RFC 2046 section 5.1).
///
/// Parts may come in any order, with or without a content type or filename; parts are ranges into the body, so the
/// content is never copied.
struct MultipartReader {
    /// Why a body cannot be read; the text is for the caller.
    struct Failure: Error, Hashable {
        let message: String
        /// Where, in bytes from the start of the body.
        let offset: Int
    }

    /// The number of parts up to which a body is read, with and without names.
    static let maximumParts = 32
    static let maximumPartHeadBytes = 4096

    private static let headEnd = BytePattern(Array("\r\n\r\n".utf8))

    /// Calls `take` with the name and content of each part that has a name, in order.
    static func forEachPart(
        of body: [UInt8],
        boundary: [UInt8],
        _ take: (_ name: [UInt8], _ content: Range<Int>) -> Void
    ) throws(Failure) {
        guard (1...70).contains(boundary.count) else {
            throw Failure(message: "the boundary must have 1 to 70 characters", offset: 0)
        }
        let text = body.span
        let delimiter = BytePattern([0x0d, 0x0a, UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary)
        var position = try afterFirstDelimiter(text, delimiter)
        var count = 0
        while try !isClosed(text, at: &position) {
            count += 1
            guard count <= maximumParts else {
                throw Failure(message: "there are more than \(maximumParts) parts", offset: position)
            }
            let headStart = position
            // The head may be empty: its end is then the line end that was just passed.
            guard let headEnd = headEnd.firstIndex(in: text, from: position - 2),
                headEnd - headStart <= maximumPartHeadBytes
            else { throw Failure(message: "a part has no empty line after its fields", offset: headStart) }
            let contentStart = headEnd + 4
            // The content may be empty: the delimiter's line end is then the one that was just passed.
            guard let contentEnd = delimiter.firstIndex(in: text, from: contentStart - 2) else {
                throw Failure(message: "the closing boundary is missing", offset: body.count)
            }
            if headEnd > headStart, let name = PartHead.name(in: headStart..<headEnd, of: text) {
                take(name, contentStart..<max(contentStart, contentEnd))
            }
            position = contentEnd + delimiter.bytes.count
        }
    }

    /// The first delimiter needs no line end before it; what precedes it is a preamble to be ignored.
    private static func afterFirstDelimiter(
        _ text: Span<UInt8>,
        _ delimiter: BytePattern
    ) throws(Failure) -> Int {
        let dashes = delimiter.bytes.count - 2
        if text.count >= dashes, (0..<dashes).allSatisfy({ text[$0] == delimiter.bytes[$0 + 2] }) { return dashes }
        guard let start = delimiter.firstIndex(in: text) else {
            throw Failure(message: "the boundary does not occur", offset: 0)
        }
        return start + delimiter.bytes.count
    }

    /// Passes what follows a delimiter: `--` (true) or a line end (false).
    private static func isClosed(_ text: Span<UInt8>, at position: inout Int) throws(Failure) -> Bool {
        guard position + 2 <= text.count else {
            throw Failure(message: "the closing boundary is cut off", offset: position)
        }
        if text[position] == UInt8(ascii: "-"), text[position + 1] == UInt8(ascii: "-") { return true }
        // Transport padding (RFC 2046 section 5.1.1).
        while position < text.count, text[position] == 0x20 || text[position] == 0x09 { position += 1 }
        guard position + 2 <= text.count, text[position] == 0x0d, text[position + 1] == 0x0a else {
            throw Failure(message: "a boundary is not followed by a line end", offset: position)
        }
        position += 2
        return false
    }
}
