// SPDX-License-Identifier: MIT

internal import Glibc

/// The process's environment, read once.
struct Environment: Sendable {
    private let variables: [String: String]

    /// Takes variables as they are, for tests.
    init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// What the process was started with.
    static var current: Environment {
        var variables: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            let line = unsafe String(cString: text)
            if let equals = line.firstIndex(of: "=") {
                variables[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
            unsafe entry += 1
        }
        return Environment(variables)
    }

    /// The value of a variable; nil if it is unset or empty.
    subscript(name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }
}
