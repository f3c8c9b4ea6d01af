// SPDX-License-Identifier: MIT

import Foundation

/// Runs blocking code on a thread of its own: the threads that tests share are few and must not block.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
    }
}

/// How long a test waits for what must come, so that a fault fails the test rather than hanging it.
enum Patience {
    static let seconds = 40
}

/// What a test needed and did not get.
struct Missing: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
