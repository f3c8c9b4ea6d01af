// SPDX-License-Identifier: MIT

/// The records that are written at once, each with its line end.
struct RecordLines {
    private(set) var bytes: [UInt8] = []
    /// Where each line ends.
    private var ends: [Int] = []

    /// Takes records while they fit; the first one in any case.
    ///
    /// - Parameters:
    ///   - records: At least one.
    ///   - room: How many bytes fit.
    ///   - endsLineBefore: Whether there is the beginning of a line to be ended first.
    init(_ records: ArraySlice<[UInt8]>, room: Int, endsLineBefore: Bool) {
        if endsLineBefore { bytes.append(UInt8(ascii: "\n")) }
        for record in records {
            guard ends.isEmpty || bytes.count + record.count + 1 <= room else { break }
            bytes.append(contentsOf: record)
            bytes.append(UInt8(ascii: "\n"))
            ends.append(bytes.count)
        }
    }

    /// How many lines are whole in so many bytes, and where the last of them ends.
    func whole(in written: Int) -> (count: Int, end: Int) {
        let count = ends.prefix { $0 <= written }.count
        return (count, count == 0 ? 0 : ends[count - 1])
    }
}
