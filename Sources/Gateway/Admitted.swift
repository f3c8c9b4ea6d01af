// SPDX-License-Identifier: MIT

internal import HTTPServer
internal import Signaling

/// What is known of a request since its head was there: it comes back when the body is.
final class Admitted: Sendable {
    /// Which path it is for.
    let match: RouteMatch
    /// Who is asking; nil where anyone may.
    let caller: Caller?

    init(_ match: RouteMatch, _ caller: Caller?) {
        self.match = match
        self.caller = caller
    }

    /// What the gateway has found out about a request.
    static func finding(of request: HTTPRequest) -> Admitted {
        guard let admitted = request.finding as? Admitted else {
            preconditionFailure("a request that was not admitted")
        }
        return admitted
    }
}
