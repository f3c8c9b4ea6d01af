// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

/// What a client says does not depend on how the network cuts it.
@Suite struct ParserCutTests {
    /// What a parser makes of a stream that comes in these pieces.
    private func outcomes(_ bytes: [UInt8], cuts: [Int]) -> [String] {
        var parser = HTTPRequestParser()
        var outcomes: [String] = []
        var start = 0
        do throws(HTTPServerFailure) {
            for end in cuts + [bytes.count] {
                var offset = start
                pieces: while true {
                    // The end of a piece is the end of what the parser can see.
                    switch try parser.parse(bytes.span.extracting(0..<end), from: &offset) {
                    case .needsInput: break pieces
                    case .head(let head):
                        outcomes.append(String(decoding: head.bytes, as: UTF8.self))
                        try parser.readBody(limit: TestHandler.bodyLimit)
                    case .body(let body): outcomes.append(String(decoding: body, as: UTF8.self))
                    }
                }
                #expect(offset == end)
                start = end
            }
            outcomes.append("\(parser.stage)")
        } catch {
            outcomes.append("\(error)")
        }
        return outcomes
    }

    private func randomCuts(_ count: Int, _ random: inout SeededGenerator) -> [Int] {
        (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 0...count, using: &random) }.sorted()
    }

    @Test(arguments: ConformanceCase.all)
    func everyCaseHasTheSameOutcomeInPieces(_ testCase: ConformanceCase) {
        let whole = outcomes(testCase.input, cuts: [])
        #expect(outcomes(testCase.input, cuts: Array(testCase.input.indices)) == whole)
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            #expect(outcomes(testCase.input, cuts: randomCuts(testCase.input.count, &random)) == whole, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<200)
    func damagedPipelinesHaveTheSameOutcomeInPieces(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var input = RandomPipeline(using: &random).bytes
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let position = Int.random(in: 0..<input.count, using: &random)
            let hostile: [UInt8] = [0, 9, 10, 13, 32, 44, 58, 59, 127, 255, UInt8.random(in: 0...255, using: &random)]
            input[position] = hostile[Int.random(in: 0..<hostile.count, using: &random)]
        }
        let whole = outcomes(input, cuts: [])
        for _ in 0..<5 { #expect(outcomes(input, cuts: randomCuts(input.count, &random)) == whole, "seed \(seed)") }
    }

    @Test(arguments: 0..<20)
    func pipelinesOverASocketAreAnsweredTheSameInPieces(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let pipeline = RandomPipeline(using: &random)
        let pieceSize = Int.random(in: 1...64, using: &random)
        let responses = try await TestServer.run { server in
            try await server.exchange(pipeline.bytes, pieceSize: pieceSize, thenShutDown: true)
        }
        #expect(responses.filter { $0.status != 100 }.map(\.body) == pipeline.responses, "seed \(seed)")
    }
}

/// Some valid requests in a row, and the answers that belong to them.
struct RandomPipeline {
    private(set) var bytes: [UInt8] = []
    private(set) var responses: [String] = []

    init(using random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...6, using: &random) { addRequest(using: &random) }
    }

    private mutating func addRequest(using random: inout SeededGenerator) {
        let path = Bool.random(using: &random) ? "/x" : "/later"
        let body = String(repeating: "b", count: Int.random(in: 0...200, using: &random))
        var text = "POST \(path) HTTP/1.1\r\nHost: h\r\n"
        for index in 0..<Int.random(in: 0...5, using: &random) { text += "X-\(index): \(path)\r\n" }
        if Bool.random(using: &random) {
            text += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        } else {
            text += "Transfer-Encoding: chunked\r\n\r\n"
            var rest = body[...]
            while !rest.isEmpty {
                let chunk = rest.prefix(Int.random(in: 1...100, using: &random))
                text += "\(String(chunk.count, radix: 16))\r\n\(chunk)\r\n"
                rest = rest.dropFirst(chunk.count)
            }
            text += "0\r\n\r\n"
        }
        bytes += Array(text.utf8)
        responses.append("POST \(path) 1.1 [\(body)]")
    }
}
