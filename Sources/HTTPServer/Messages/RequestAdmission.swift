// SPDX-License-Identifier: MIT

/// What to do with a request whose head has arrived.
public enum RequestAdmission: Sendable {
    /// Wait for the body and call ``HTTPHandler/respond(to:)``; a body of more than `limit` bytes is a 413.
    case readBody(limit: Int)
    /// Answer at once. If the request has a body, it is not read and the connection closes.
    case reject(HTTPResponse)
}
