// SPDX-License-Identifier: MIT

/// The sections that share one transport.
///
/// [RFC 9143](https://www.rfc-editor.org/rfc/rfc9143.html).
extension SessionDescription {
    /// The BUNDLE groups, each with the mids of its sections in order.
    public var bundleGroups: [[String]] {
        attributes("group").compactMap { group in
            let tokens = group.split(separator: " ").map(String.init)
            return tokens.first == "BUNDLE" ? Array(tokens.dropFirst()) : nil
        }
    }

    /// The section whose ICE and DTLS attributes hold for the first BUNDLE group: the one that the group names first.
    ///
    /// Nil without a group, and where no section has that mid.
    public var bundleTaggedSection: MediaSection? {
        guard let tag = bundleGroups.first?.first else { return nil }
        return mediaSections.first { $0.mid == tag }
    }
}
