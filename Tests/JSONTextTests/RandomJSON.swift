// SPDX-License-Identifier: MIT

/// Random JSON texts with odd spacing and odd names.
struct RandomJSON {
    var random: SplitMix64
    /// The strings that are picked from, for names too.
    var strings = Self.oddStrings
    /// The scalars that are picked from.
    var scalars = Self.oddScalars
    /// Whether no object has a name twice.
    var namesAreDistinct = false
    private var nameCount = 0

    private static let oddStrings = [
        #""""#, #""a""#, #""model""#, #""\u006dodel""#, #""x\"y""#, #""\\""#, #""{},:[]""#, #""é😀""#,
        #""\ud83d\ude00""#,
    ]
    private static let oddScalars = ["0", "-1.5e+10", "12345678901234567890", "true", "false", "null"]
    private static let spaces = ["", "", "", " ", "\n", "\t ", "\r\n"]

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
    }

    mutating func space() -> String { pick(Self.spaces) }

    /// An object at the root, with at most three levels below.
    mutating func document() -> String { space() + object(depth: 3) + space() }

    mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 5 : 3), using: &random) {
        case 0, 1: scalar()
        case 2: string()
        case 3: array(depth: depth - 1)
        default: object(depth: depth - 1)
        }
    }

    private mutating func object(depth: Int) -> String {
        list("{", "}") { generator in
            generator.name() + generator.space() + ":" + generator.space() + generator.value(depth: depth)
        }
    }

    private mutating func array(depth: Int) -> String {
        list("[", "]") { $0.value(depth: depth) }
    }

    private mutating func list(_ open: String, _ close: String, _ item: (inout RandomJSON) -> String) -> String {
        var text = open + space()
        for index in 0..<Int.random(in: 0..<5, using: &random) {
            if index > 0 { text += "," + space() }
            text += item(&self) + space()
        }
        return text + close
    }

    private mutating func name() -> String {
        guard namesAreDistinct else { return string() }
        nameCount += 1
        return "\"\(nameCount) " + string().dropFirst()
    }

    private mutating func string() -> String {
        let choices = strings
        return pick(choices)
    }

    private mutating func scalar() -> String {
        let choices = scalars
        return pick(choices)
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: choices.indices, using: &random)]
    }
}
