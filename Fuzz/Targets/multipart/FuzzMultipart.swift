// SPDX-License-Identifier: MIT

internal import Providers

private let delimiter = Array("\r\n--b".utf8)

/// A part with a name, as the reader gives it.
private struct Part {
    let name: [UInt8]
    let content: Range<Int>
}

/// Parts lie in order between delimiters and hold none; any offer comes back out of the form that we write.
@c(LLVMFuzzerTestOneInput)
public func fuzzMultipart(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let parts = parts(of: input, boundary: Array("b".utf8)) { check(parts, in: input) }
    checkForm(of: input)
    return 0
}

/// The parts of a body; nil if it is broken.
private func parts(of body: [UInt8], boundary: [UInt8]) -> [Part]? {
    var parts: [Part] = []
    do {
        try MultipartReader.forEachPart(of: body, boundary: boundary) { parts.append(Part(name: $0, content: $1)) }
    } catch {
        precondition((0...body.count).contains(error.offset), "an error is outside the body")
        return nil
    }
    return parts
}

private func check(_ parts: [Part], in body: [UInt8]) {
    precondition(parts.count <= MultipartReader.maximumParts, "too many parts")
    var position = 0
    for part in parts {
        precondition(part.content.lowerBound > position, "parts overlap")
        position = part.content.upperBound
        let end = body[position...].starts(with: delimiter)
        // An empty content may share its line end with the end of the head.
        let sharedEnd = part.content.isEmpty && body[(position - 2)...].starts(with: delimiter)
        precondition(end || sharedEnd, "a part does not end at a delimiter")
        precondition(!contains(delimiter, body[part.content]), "a part has a delimiter in it")
    }
}

/// The plainest of searches, to hold the fast one against.
private func contains(_ pattern: [UInt8], _ content: ArraySlice<UInt8>) -> Bool {
    content.indices.contains { content[$0...].starts(with: pattern) }
}

private func checkForm(of offer: [UInt8]) {
    let provider = ConfiguredProvider(name: "p", provider: OpenAIProvider(), baseURL: "", keys: [])
    var random = SystemRandomNumberGenerator()
    let exchange = ProviderExchange(
        operation: .call,
        payload: .offer(offer[...], session: nil),
        model: "m",
        credential: .none,
        boundary: MultipartBoundary(using: &random)
    )
    let prefix = "Content-Type: multipart/form-data; boundary="
    guard let request = try? provider.provider.request(for: exchange, to: provider),
        let type = request.fields.first(where: { $0.hasPrefix(prefix) }),
        let parts = parts(of: request.body, boundary: Array(type.utf8.dropFirst(prefix.utf8.count)))
    else { preconditionFailure("our own form cannot be read") }
    precondition(parts.map(\.name) == [Array("sdp".utf8), Array("session".utf8)], "our own form has other parts")
    precondition(request.body[parts[0].content] == offer[...], "the form has changed the offer")
}
