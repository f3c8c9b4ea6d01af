// SPDX-License-Identifier: MIT

/// Finds what a misspelt name was meant to be.
enum NearestName {
    /// Longer names are no slips of the pen, and take long to compare.
    private static let maximumBytes = 128

    /// The name with the fewest changes of one byte (Levenshtein's distance), the first of several by the alphabet; nil
    /// if even that one takes more changes than a quarter of its length.
    static func find(_ name: String, among names: some Sequence<String>) -> String? {
        guard name.utf8.count <= maximumBytes else { return nil }
        let distances = names.map { (distance: distance(Array(name.utf8), Array($0.utf8)), name: $0) }
        guard let nearest = distances.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }),
            nearest.distance * 4 <= nearest.name.utf8.count
        else { return nil }
        return nearest.name
    }

    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (line, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, otherByte) in other.enumerated() {
                let replaced = diagonal + (byte == otherByte ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
