// SPDX-License-Identifier: MIT

/// Why a description cannot be taken now.
public enum PeerDescriptionError: String, Error, Hashable, Sendable {
    /// An answer to nothing, or a second one.
    case notOffering = "not_offering"
    /// A new offer to a peer that offers itself, or whose connection is over.
    case notAnswering = "not_answering"
    /// A new offer with another certificate, role or set of sections: that would be another connection.
    case changesConnection = "changes_connection"
}
