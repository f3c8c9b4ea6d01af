// SPDX-License-Identifier: MIT

import Foundation

/// A running program whose output is gathered; it is killed with its owner at the latest.
final class ChildProcess: @unchecked Sendable {
    let standardOutput: OutputReader
    let standardError: OutputReader

    // Everything below is guarded by `state`.
    private let state = NSCondition()
    private let identifier: pid_t
    private var waitStatus: Int32?
    private var standardInput: Int32

    /// Starts a program with `environment` and nothing more of its own.
    ///
    /// After `errorLines` lines its standard error is read no further until ``OutputReader/resume()`` is called.
    init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = ChildProcess.plainEnvironment,
        errorLines: Int = .max
    ) throws {
        // One at a time, or a process would inherit the pipes of another that are not yet closed on exec.
        let (identifier, input, output, error) = try Self.spawning.withLock {
            let input = try Pipe()
            let output = try Pipe()
            let error = try Pipe()
            let inherited = [input.reading, output.writing, error.writing]
            defer { for descriptor in inherited { close(descriptor) } }
            return (try Self.spawn(program, arguments, environment, inherited), input, output, error)
        }
        self.identifier = identifier
        standardInput = input.writing
        standardOutput = OutputReader(output.reading)
        standardError = OutputReader(error.reading, lines: errorLines)
        Thread.detachNewThread { [weak self] in
            let status = Self.wait(for: identifier)
            self?.ended(status)
        }
    }

    deinit {
        kill(SIGKILL)
        closeInput()
    }

    /// What programs need, and nothing that configures the relay.
    static var plainEnvironment: [String: String] {
        ProcessInfo.processInfo.environment.filter { ["PATH", "LD_LIBRARY_PATH", "TMPDIR"].contains($0.key) }
    }

    // MARK: Talking to it

    /// Writes to its standard input, then closes that.
    func finishInput(_ bytes: [UInt8] = []) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(standardInput, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        closeInput()
    }

    /// Sends a signal, unless it has ended.
    func kill(_ signal: Int32) {
        state.withLock {
            if waitStatus == nil { _ = Glibc.kill(identifier, signal) }
        }
    }

    /// Waits for its end and gives its exit code; a signal's number is negative.
    func exitCode() async throws -> Int32 {
        let status = try await blocking { [self] in
            try state.withLock {
                let deadline = Date(timeIntervalSinceNow: Double(Patience.seconds))
                while waitStatus == nil {
                    guard state.wait(until: deadline) else { throw Missing("the end of the process") }
                }
                return waitStatus ?? 0
            }
        }
        // WIFSIGNALED and its kin are macros, which Swift does not see.
        return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    }

    private func closeInput() {
        state.withLock {
            if standardInput >= 0 { close(standardInput) }
            standardInput = -1
        }
    }

    private func ended(_ status: Int32) {
        state.withLock {
            waitStatus = status
            state.broadcast()
        }
    }

    // MARK: Starting it

    private static let spawning = NSLock()

    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            guard unsafe pipe(&ends) == 0 else { throw Missing("a pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (reading, writing) = (ends[0], ends[1])
        }
    }

    private static func wait(for identifier: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private static func spawn(
        _ program: String,
        _ arguments: [String],
        _ environment: [String: String],
        _ descriptors: [Int32]
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in descriptors.enumerated() {
            unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        var argumentList = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        var environmentList = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (argumentList + environmentList).forEach { unsafe free($0) } }
        var identifier: pid_t = 0
        let status = unsafe posix_spawnp(&identifier, program, &actions, nil, &argumentList, &environmentList)
        guard status == 0 else { throw Missing("the program \(program), errno \(status)") }
        return identifier
    }
}
