// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// A child process that is expected to end when its standard input does, as it does with this object.
///
/// Not Foundation's `Process`: that hands on the signals that the calling thread blocks, and, to whatever is started
/// at the same time elsewhere, the descriptors, so that children of parallel tests keep each other's pipes open.
final class ChildProcess: Sendable {
    private static let spawning = NSLock()

    private let pid: pid_t
    private let input: Int32
    private let output: Int32

    /// Starts `arguments[0]`, looked up in `PATH`.
    init(_ arguments: [String]) throws {
        Self.spawning.lock()
        defer { Self.spawning.unlock() }
        let (toChild, fromChild) = (try Self.makePipe(), try Self.makePipe())
        pid = try Self.spawn(arguments, input: toChild.read, output: fromChild.write)
        (input, output) = (toChild.write, fromChild.read)
        close(toChild.read)
        close(fromChild.write)
    }

    deinit {
        close(input)
        close(output)
        waitpid(pid, nil, 0)
    }

    /// Reads the next line of output, without its end; what there is if the output ends.
    func readLine() -> [UInt8] {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(output, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        return line
    }

    private static func spawn(_ arguments: [String], input: Int32, output: Int32) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var strings = unsafe arguments.map { unsafe strdup($0) }
        defer { for index in unsafe strings.indices { unsafe free(strings[index]) } }
        unsafe strings.append(nil)
        var pid: pid_t = 0
        let status = unsafe posix_spawnp(&pid, arguments[0], &actions, &attributes, strings, environ)
        try #require(status == 0, "cannot start \(arguments)")
        return pid
    }

    /// Makes a pipe whose ends no other child inherits.
    private static func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(unsafe pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
