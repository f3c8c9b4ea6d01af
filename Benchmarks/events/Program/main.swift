// SPDX-License-Identifier: MIT

import FoundationEssentials

// events-benchmark FILE...               nanoseconds of each operation on the event in each file, as lines of JSON
// events-benchmark --allocations FILE... heap allocations, counted by Benchmarks/allocation_counter.c

struct Line: Encodable {
    let event: String
    let operation: String
    var nanoseconds: Double?
    var allocations: Double?
}

let counts = CommandLine.arguments.dropFirst().first == "--allocations"
for path in CommandLine.arguments.dropFirst(counts ? 2 : 1) {
    guard let subject = try Subject(Array(Data(contentsOf: URL(filePath: path)))) else {
        fatalError("the view and JSONDecoder find different fields in \(path)")
    }
    for operation in Operation.allCases {
        var line = Line(event: path, operation: operation.rawValue)
        if counts {
            line.allocations = try allocations(of: operation, on: subject)
        } else {
            line.nanoseconds = try measure(window: 50_000_000) { try subject.perform(operation, $0) }
        }
        print(String(decoding: try JSONEncoder().encode(line), as: UTF8.self))
    }
}

/// For each run, after the tables of the vocabularies are there.
func allocations(of operation: Operation, on subject: Subject) throws -> Double {
    guard let counter = AllocationCounter() else { fatalError("allocation_counter.so is not preloaded") }
    let count = 1000
    _ = try subject.perform(operation, count)
    let before = counter.calls()
    _ = try subject.perform(operation, count)
    return Double(counter.calls() - before) / Double(count)
}
