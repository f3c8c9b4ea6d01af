// SPDX-License-Identifier: MIT

import Foundation

/// A run of the program from start to end.
struct CommandRun: Sendable {
    let exitCode: Int32
    let output: String
    let errorOutput: String

    /// Runs the program with arguments, and waits for its end.
    init(
        _ arguments: String...,
        input: [UInt8] = [],
        environment: [String: String] = [:]
    ) async throws {
        try await self.init(list: arguments, input: input, environment: environment)
    }

    /// Runs the program with a list of arguments, and waits for its end.
    init(list arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]) async throws {
        let process = try ChildProcess(
            PackageFolder.program,
            arguments,
            environment: ChildProcess.plainEnvironment.merging(environment) { $1 }
        )
        process.finishInput(input)
        exitCode = try await process.exitCode()
        output = try await process.standardOutput.all()
        errorOutput = try await process.standardError.all()
    }
}
