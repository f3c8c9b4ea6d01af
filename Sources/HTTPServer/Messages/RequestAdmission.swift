// SPDX-License-Identifier: MIT

/// What to do with a request whose head has arrived.
public enum RequestAdmission: Sendable {
    /// Wait for the body and call ``HTTPHandler/respond(to:)``; a body of more than `limit` bytes is a 413.
    ///
    /// What the handler has found out about the request comes back to it as ``HTTPRequest/finding``.
    case readBody(limit: Int, finding: (any AnyObject & Sendable)? = nil)
    /// Answer at once. If the request has a body, it is not read and the connection closes.
    case reject(HTTPResponse)
}
