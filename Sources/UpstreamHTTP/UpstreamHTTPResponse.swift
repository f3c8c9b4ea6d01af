// SPDX-License-Identifier: MIT

/// A complete response from an upstream server.
public struct UpstreamHTTPResponse: Sendable {
    /// How long the stages of an exchange took, counted from its start.
    public struct Timings: Hashable, Sendable {
        /// Until the connection was ready (DNS, TCP and TLS); `nil` when an open connection was used again.
        public var connect: Duration?
        /// Until the final status line had arrived.
        public var firstByte: Duration
        /// Until the end of the response.
        public var total: Duration

        /// Makes timings.
        public init(connect: Duration?, firstByte: Duration, total: Duration) {
            self.connect = connect
            self.firstByte = firstByte
            self.total = total
        }
    }

    /// The status code, 200 to 999.
    public var status: Int
    /// The field lines of the final response as they were received, each with its line end.
    ///
    /// Without the status line, without those of interim (1xx) responses, without trailers.
    public var fieldBlock: [UInt8]
    /// The content, with the transfer coding undone and any content coding left in place.
    public var body: [UInt8]
    /// How long it took.
    public var timings: Timings

    /// Makes a response, for tests of code that takes one.
    public init(status: Int, fieldBlock: [UInt8], body: [UInt8], timings: Timings) {
        self.status = status
        self.fieldBlock = fieldBlock
        self.body = body
        self.timings = timings
    }
}
