// SPDX-License-Identifier: MIT

/// Why a text is no `candidate` attribute.
public enum ICECandidateError: Error, Hashable, Sendable {
    /// It is longer than ``ICECandidate/maximumTextLength``, or has other characters than visible ASCII and spaces.
    case badText

    /// A part that must be there is not.
    case missingPart

    /// The foundation is not 1 to 32 of letters, digits, `+` and `/`.
    case badFoundation

    /// The component is not 1 to 256.
    case badComponent

    /// The priority is not 1 to 2³¹ - 1.
    case badPriority

    /// The address is neither an address nor could it be a name.
    case badAddress

    /// A port is not 0 to 65535.
    case badPort

    /// A name of an extension has no value, or there are more than ``ICECandidate/maximumExtensionCount``.
    case badExtension
}
