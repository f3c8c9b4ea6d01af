// SPDX-License-Identifier: MIT

internal import FoundationEssentials
internal import JSONText
internal import Testing

/// Our reading held against Foundation's, on random texts whole and broken.
@Suite("JSON as Foundation reads it")
struct DifferentialTests {
    static let seed: UInt64 = 0xD1FF

    @Test("random texts have the same values")
    func sameValues() throws {
        var generator = RandomJSON(seed: Self.seed)
        for round in 0..<1_000 {
            let text = generator.document()
            let document = try parse(text)
            let ours = Value(document, document.root)
            let theirs = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
            #expect(ours == theirs, "seed \(Self.seed), round \(round): \(text)")
        }
    }

    @Test("broken texts are refused by both or by neither")
    func sameVerdict() throws {
        var generator = RandomJSON(seed: Self.seed)
        // Foundation refuses lone surrogates and numbers beyond Double, which the grammar allows.
        generator.strings = [#""a""#, #""x\"y""#, #""\\""#, #""{},:[]""#, #""é😀""#, #""\u006d""#]
        generator.scalars = ["0", "-1.5", "120", "true", "false", "null"]
        // Of two values with the same name it does not look at the second.
        generator.namesAreDistinct = true
        var accepted = 0
        var refused = 0
        for round in 0..<20_000 {
            var bytes = Array(generator.value(depth: 2).utf8)
            for _ in 0...Int.random(in: 0..<2, using: &generator.random) { mutate(&bytes, &generator.random) }
            let text = String(decoding: bytes, as: UTF8.self)
            let ours = refusal(of: bytes)
            let theirs = (try? JSONDecoder().decode(Value.self, from: Data(bytes))) != nil
            if isTrailingComma(ours, bytes) { continue }
            #expect((ours == nil) == theirs, "seed \(Self.seed), round \(round): \(text.debugDescription)")
            accepted += ours == nil ? 1 : 0
            refused += ours == nil ? 0 : 1
        }
        #expect(accepted > 1_000)
        #expect(refused > 1_000)
    }

    /// Foundation takes `[1,]`, which the grammar does not have.
    private func isTrailingComma(_ error: JSONSyntaxError?, _ bytes: [UInt8]) -> Bool {
        guard let error, error.code == .unexpectedByte, "]}".utf8.contains(bytes[error.offset]) else { return false }
        return bytes[..<error.offset].last { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: ",")
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let alphabet = Array("{}[]\",: \n\\0123456789-+.trufalsn/b\u{1}".utf8)
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = alphabet[Int.random(in: alphabet.indices, using: &random)]
        default: bytes.insert(alphabet[Int.random(in: alphabet.indices, using: &random)], at: place)
        }
    }
}

/// A JSON value, to compare by.
private indirect enum Value: Hashable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Value])
    case object([String: Value])

    init(_ document: JSONDocument, _ node: JSONNode) {
        switch node.kind {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .number: self = .number(Double(document.text(node)) ?? .nan)
        case .string: self = .string(document.string(node) ?? "")
        case .array: self = .array(document.elements(of: node).map { Value(document, $0) })
        case .object:
            var members: [String: Value] = [:]
            document.forEachMember(of: node) { member in
                let name = document.string(member.name) ?? ""
                // Where a name stands twice Foundation takes the first value.
                if members[name] == nil { members[name] = Value(document, member.value) }
            }
            self = .object(members)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Value].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: Value].self))
        }
    }
}
