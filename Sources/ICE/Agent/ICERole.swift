// SPDX-License-Identifier: MIT

/// Who decides which pair is used (RFC 8445 section 2.3).
public enum ICERole: Hashable, Sendable {
    /// Nominates.
    case controlling

    /// Follows.
    case controlled
}
