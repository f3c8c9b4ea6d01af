// SPDX-License-Identifier: MIT

/// Something that has happened to a call whose media ends here.
public struct CallNews: Sendable {
    /// What has happened; the raw value is the name of the event on the wire.
    public enum Kind: String, Hashable, Sendable {
        /// The client has its answer.
        case started = "call.started"
        /// A connection has come up, a turn has gone on, or some time has passed.
        case updated = "call.updated"
        /// The call is over.
        case ended = "call.ended"
    }

    /// What has happened.
    public let kind: Kind
    /// The call as a JSON object in one line.
    public let report: [UInt8]

    /// Tells of a call.
    public init(_ kind: Kind, _ report: [UInt8]) {
        self.kind = kind
        self.report = report
    }
}

/// Somebody who is told of calls, until it is cancelled.
public protocol CallWatch: Sendable {
    /// Nothing is told any more; what is on its way from other loops may still come.
    func cancel()
}
