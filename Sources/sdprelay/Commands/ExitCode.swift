// SPDX-License-Identifier: MIT

/// What the process tells its parent.
enum ExitCode: Int32 {
    /// All went well; after SIGTERM too.
    case success = 0
    /// What was to be checked is wrong: an offer is refused, a configuration has mistakes, an event has findings.
    case refused = 1
    /// The command line is wrong, or a file on it cannot be read.
    case usage = 2
    /// The relay cannot start: an address is taken, or the system has no resources left.
    case cannotStart = 3
}
