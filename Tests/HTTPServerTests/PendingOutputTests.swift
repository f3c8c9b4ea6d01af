// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import HTTPServer

/// Output of a client that is behind all the time.
@Suite struct PendingOutputTests {
    private static func withSocketPair(_ body: (_ near: Int32, _ far: Int32) throws -> Void) throws {
        var descriptors: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &descriptors) == 0 else {
            throw RawClient.Failure(call: "socketpair", code: errno)
        }
        defer { for descriptor in descriptors { close(descriptor) } }
        try body(descriptors[0], descriptors[1])
    }

    /// Receives what there is, at most `limit` bytes.
    private static func receive(from descriptor: Int32, atMost limit: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = unsafe recv(descriptor, &buffer, limit, 0)
        return Array(buffer.prefix(max(count, 0)))
    }

    @Test(arguments: [false, true])
    func additionsWithoutEndNeedNoMoreMemory(haveBodies: Bool) throws {
        try Self.withSocketPair { near, far in
            var output = PendingOutput()
            var (added, received, largest): ([UInt8], [UInt8], Int) = ([], [], 0)
            for round in 0..<2000 {
                let piece = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* round) }
                let split = haveBodies ? 300 : 1000
                output.append(Array(piece[..<split]), Array(piece[split...]), sent: 0)
                added += piece
                _ = output.flush(to: near)
                // The reader only keeps step once the kernel holds all that it can.
                if output.isEmpty { continue }
                largest = max(largest, output.count)
                #expect(output.heldCount <= 2 * (largest + 1000))
                while output.count > 5000 {
                    received += Self.receive(from: far, atMost: 4096)
                    _ = output.flush(to: near)
                }
            }
            #expect(largest > 5000)
            while received.count < added.count {
                _ = output.flush(to: near)
                let more = Self.receive(from: far, atMost: 65_536)
                try #require(!more.isEmpty)
                received += more
            }
            #expect(received == added)
            #expect(output.isEmpty)
            #expect(output.heldCount == 0)
        }
    }
}
