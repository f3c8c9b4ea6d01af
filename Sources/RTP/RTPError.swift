// SPDX-License-Identifier: MIT

/// Why bytes are not an RTP or RTCP packet.
///
/// Holds nothing of the packet, so that it is safe to log.
public struct RTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure; raw values are stable and fit for a metric label.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There are fewer bytes than the fixed header has.
        case tooShort = "too_short"

        /// The version is not 2.
        case unsupportedVersion = "unsupported_version"

        /// The list of contributing sources goes beyond the end.
        case truncatedSources = "truncated_sources"

        /// The header extension goes beyond the end.
        case truncatedExtension = "truncated_extension"

        /// The padding is of length 0 or longer than what it is in, or stands where none may be.
        case malformedPadding = "malformed_padding"

        /// The length of an RTCP packet goes beyond the end of the compound packet.
        case truncatedPacket = "truncated_packet"

        /// A compound packet does not begin with a report though it must.
        case missingReport = "missing_report"

        /// A report is shorter than the number of blocks that it tells of.
        case truncatedReport = "truncated_report"

        /// A source description has an item or chunk that goes beyond its end.
        case malformedSourceDescription = "malformed_source_description"

        /// A BYE is shorter than the number of sources that it tells of, or than its reason.
        case malformedBye = "malformed_bye"

        /// A feedback message is too short, or its entries do not fill it.
        case malformedFeedback = "malformed_feedback"

        /// An application packet is too short for its name.
        case malformedApplication = "malformed_application"
    }

    /// What is wrong.
    public var code: Code

    /// The code.
    public var description: String { code.rawValue }

    init(_ code: Code) {
        self.code = code
    }
}
