// SPDX-License-Identifier: MIT

import HTTPServer
import Testing

@Suite struct HTTPFieldsTests {
    @Test func keepsWhatIsAppended() {
        var fields = HTTPFields()
        #expect(fields.isEmpty)
        fields.append("content-type", "application/sdp")
        fields.append("x-count", -12)
        let added = [
            fields.append("Location", "/v1/calls/1"),
            fields.append("x-range", Array("a value b".utf8), in: 2..<7),
            fields.append(name: "X-Own", value: "\tä"),
        ]
        #expect(added == [true, true, true])
        var more = HTTPFields()
        more.append("retry-after", 0)
        fields.append(contentsOf: more)
        #expect(!fields.isEmpty)
        #expect(fields.value(of: "content-type") == "application/sdp")
        #expect(fields.value(of: "x-count") == "-12")
        #expect(fields.value(of: "location") == "/v1/calls/1")
        #expect(fields.value(of: "x-range") == "value")
        #expect(fields.value(of: "x-own") == "\tä")
        #expect(fields.value(of: "retry-after") == "0")
        #expect(fields.value(of: "x-ow") == nil)
    }

    @Test func givesTheFirstOfSeveralValues() {
        var fields = HTTPFields()
        fields.append("vary", "a")
        fields.append("vary", "b")
        #expect(fields.value(of: "vary") == "a")
    }

    @Test(arguments: ["a\r\nX: y", "a\nb", "a\rb", "a\0b", "a\u{7f}", "\u{1b}"])
    func leavesOutAValueWithControlCharacters(value: String) {
        var fields = HTTPFields()
        let added = [
            fields.append("x", value),
            fields.append("x", Array(value.utf8), in: 0..<value.utf8.count),
            fields.append(name: "x", value: value),
        ]
        #expect(added == [false, false, false])
        #expect(fields.isEmpty)
    }

    @Test(arguments: [
        "", "a b", "a:", "ä", "a\r\n", "Date", "CONNECTION", "keep-alive", "content-length", "transfer-encoding",
    ])
    func leavesOutANameThatIsNoneOrTheServersOwn(name: String) {
        var fields = HTTPFields()
        let isAdded = fields.append(name: name, value: "x")
        #expect(!isAdded)
        #expect(fields.isEmpty)
    }

    @Test func aConstantNameOfTheServersOwnStopsTheProcess() async {
        await #expect(processExitsWith: .failure) {
            var fields = HTTPFields()
            fields.append("content-length", 3)
        }
    }
}
