// SPDX-License-Identifier: MIT

/// The open connections of one server; each knows its place, so all changes are O(1).
struct ConnectionTable {
    /// All connections; a copy stays as it is while connections come and go.
    private(set) var connections: [HTTPConnection] = []

    mutating func insert(_ connection: HTTPConnection) {
        connection.tableIndex = connections.count
        connections.append(connection)
    }

    mutating func remove(_ connection: HTTPConnection) {
        let last = connections.removeLast()
        guard last !== connection else { return }
        last.tableIndex = connection.tableIndex
        connections[last.tableIndex] = last
    }
}
