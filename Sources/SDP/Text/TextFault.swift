// SPDX-License-Identifier: MIT

/// A byte that no session description may hold, whatever its meaning.
struct TextFault {
    enum Kind {
        /// The byte begins no valid UTF-8 sequence.
        case notUTF8

        /// A control character other than TAB and the line ends.
        case controlCharacter

        /// A CR that no LF follows; some parsers take it for a line end and some do not.
        case strayCarriageReturn
    }

    var kind: Kind

    /// Where the byte is, counted from the first byte of the whole text.
    var offset: Int
}
