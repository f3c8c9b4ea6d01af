// SPDX-License-Identifier: MIT

/// The requests in a stream of bytes do not depend on how it is cut.
///
/// The first byte says how long the pieces are.
@c(LLVMFuzzerTestOneInput)
public func fuzzHTTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let size = input.first, size > 0 else { return 0 }
    let stream = Array(input.dropFirst())
    let whole = outcome(of: stream, pieces: stream.count)
    precondition(whole == outcome(of: stream, pieces: Int(size)), "the outcome depends on the cuts")
    return 0
}

/// What a parser finds, in order: heads, bodies, and how it ends.
private func outcome(of stream: [UInt8], pieces: Int) -> [String] {
    var parser = HTTPRequestParser()
    var found: [String] = []
    var start = 0
    do throws(HTTPServerFailure) {
        while start < stream.count {
            let piece = Array(stream[start..<min(start + pieces, stream.count)])
            start += piece.count
            var offset = 0
            while try step(&parser, piece, &offset, &found) {}
        }
        found.append("\(parser.stage)")
    } catch {
        found.append("\(error)")
    }
    return found
}

/// Takes one event; false if more input is needed.
private func step(
    _ parser: inout HTTPRequestParser,
    _ piece: [UInt8],
    _ offset: inout Int,
    _ found: inout [String]
) throws(HTTPServerFailure) -> Bool {
    switch try parser.parse(piece.span, from: &offset) {
    case .needsInput: return false
    case .head(let head):
        found.append("\(head.method) \(head.path) \(head.query ?? "-") \(head.bytes)")
        precondition(head.pathRange.upperBound <= head.bytes.count, "a range points out of the head")
        head.forEachField { name, value in found.append(head.string(name) + ": " + head.string(value)) }
        try parser.readBody(limit: 1000)
    case .body(let body):
        precondition(body.count <= 1000, "a body is over its limit")
        found.append("\(body)")
    }
    return true
}
