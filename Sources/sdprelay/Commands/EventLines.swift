// SPDX-License-Identifier: MIT

/// Events in a file or on standard input, one on each line.
struct EventLines {
    /// A session of an hour with its audio.
    static let readLimit = 256 * 1024 * 1024

    /// What the input is called in messages.
    let name: String
    private let bytes: [UInt8]

    /// Reads a file, or standard input for `-`; nil if it cannot be read or is too large.
    init?(reading path: String) {
        guard let bytes = Console.read(path, limit: Self.readLimit) else { return nil }
        name = path == "-" ? "<stdin>" : path
        self.bytes = bytes
    }

    /// The lines that are not blank, without their ends, each with its number.
    var all: [(number: Int, bytes: [UInt8])] {
        var lines: [(number: Int, bytes: [UInt8])] = []
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == 0x0d }
            if !isBlank { lines.append((number, line.last == 0x0d ? Array(line.dropLast()) : Array(line))) }
        }
        return lines
    }
}
