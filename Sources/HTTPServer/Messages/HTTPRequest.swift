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
    /// What the handler has found out about the request when its head was there.
    public var finding: (any AnyObject & Sendable)?

    /// Makes a request.
    public init(
        head: RequestHead,
        body: [UInt8],
        receivedAt: LoopInstant,
        remoteAddress: SocketAddress,
        finding: (any AnyObject & Sendable)? = nil
    ) {
        self.head = head
        self.body = body
        self.receivedAt = receivedAt
        self.remoteAddress = remoteAddress
        self.finding = finding
    }
}
