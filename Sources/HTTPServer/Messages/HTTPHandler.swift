// SPDX-License-Identifier: MIT

/// The application behind a server: one object per loop, called on the loop's thread only.
public protocol HTTPHandler: AnyObject {
    /// Decides about a request when its head is complete and before any of its body is awaited.
    func admission(of head: RequestHead, from address: SocketAddress) -> RequestAdmission

    /// Answers a request.
    ///
    /// It runs in a task of its own that prefers the loop, so it stays on the loop's thread over every `await`. The
    /// task is cancelled when the client has gone; what it returns then is dropped.
    func respond(to request: HTTPRequest) async -> HTTPResponse

    /// Words a failure that the server found itself; the connection closes after it.
    ///
    /// The response's status should be `failure.status`. `head` is there if it was complete.
    func response(to failure: HTTPServerFailure, head: RequestHead?) -> HTTPResponse
}
