// SPDX-License-Identifier: MIT

public import EventLoop

/// A request, complete with its body.
public struct HTTPRequest: Sendable {
    /// The request line and the header fields.
    public var head: RequestHead
    /// The content, chunked coding removed; trailer fields are discarded.
    public var body: [UInt8]
    /// When the head was complete.
    public var receivedAt: LoopInstant
    /// The other end of the connection.
    public var remoteAddress: SocketAddress

    /// Makes a request.
    public init(head: RequestHead, body: [UInt8], receivedAt: LoopInstant, remoteAddress: SocketAddress) {
        self.head = head
        self.body = body
        self.receivedAt = receivedAt
        self.remoteAddress = remoteAddress
    }
}
