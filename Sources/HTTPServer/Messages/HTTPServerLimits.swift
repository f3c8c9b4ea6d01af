// SPDX-License-Identifier: MIT

/// What one client may ask of the server, in bytes, numbers and time.
public struct HTTPServerLimits: Sendable, Hashable {
    /// The longest request target in bytes; more is a 414.
    public var maxTargetBytes = 8 * 1024
    /// The largest header block in bytes, from the end of the request line to the end of the empty line; more is a 431.
    public var maxHeaderBytes = 32 * 1024
    /// The largest number of header fields; more is a 431.
    public var maxFields = 100
    /// The time for a whole head, from accepting the connection or from the head's first byte; then 408.
    public var headerTimeout = Duration.seconds(10)
    /// The time for a whole body, from the end of the head; then 408.
    public var bodyTimeout = Duration.seconds(20)
    /// The time a connection may rest between requests; then it is closed.
    public var idleTimeout = Duration.seconds(60)
    /// The time for writing a whole response; then the connection is closed.
    public var writeTimeout = Duration.seconds(20)
    /// The largest number of connections, in all loops that share a ``ConnectionCount``; the next is answered with 503.
    public var maxConnections = 20_000
    /// How many 503 answers to connections over the limit may be under way in one loop; more are closed at once.
    public var maxRefusals = 64
    /// How many bytes are read and discarded after a last response, so that the client gets to see it.
    public var lingerBytes = 16 * 1024 * 1024
    /// How long the server reads and discards after a last response.
    public var lingerTimeout = Duration.seconds(5)

    /// Makes the default limits.
    public init() {}
}
