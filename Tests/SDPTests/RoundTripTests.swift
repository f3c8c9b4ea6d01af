// SPDX-License-Identifier: MIT

internal import SDP
internal import Testing

@Suite("Round trip")
struct RoundTripTests {
    @Test("a real file comes back byte for byte", arguments: Fixtures.generated + Fixtures.accepted)
    func realFiles(_ file: SDPFile) throws {
        let description = try parse(file.bytes)
        #expect(description.serialized == file.bytes)
        #expect(try parse(description.serialized) == description)
    }

    @Test("a published file comes back byte for byte", .publishedSamples, arguments: Fixtures.published)
    func publishedFiles(_ file: SDPFile) throws {
        #expect(try parse(file.bytes).serialized == file.bytes)
    }

    @Test(
        "what is not normal is kept",
        arguments: [
            "v=0\n", "v=0\r\n", "v=0\r\n\r\n\n", "v=0\ns=-\r\nt=0 0", "v=0\r\n  a=x\r\nnonsense\r\n=\r\n",
            "v=0\r\ny=unknown\r\na=\r\na=:\r\na=x:y:z\r\nm=a 0 b c  d \r\nm=a 1/2 b c\r\n",
            "v=0\r\nA=x\r\ns=\u{E4}\t\r\n",
        ]
    )
    func oddities(_ text: String) throws {
        let bytes = Array(text.utf8)
        #expect(try parse(bytes).serialized == bytes)
    }
}
