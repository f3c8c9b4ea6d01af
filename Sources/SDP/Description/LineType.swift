// SPDX-License-Identifier: MIT

extension SessionDescription {
    /// The letter before the `=` of a line, known to [RFC 8866](https://www.rfc-editor.org/rfc/rfc8866.html#section-5)
    /// or not.
    public struct LineType: Hashable, Sendable {
        /// The letter, `a` to `z`.
        public let letter: UInt8

        init(_ letter: Unicode.Scalar) {
            self.letter = UInt8(ascii: letter)
        }

        init(letter: UInt8) {
            self.letter = letter
        }

        /// `v=`, the version.
        public static let version = LineType("v")

        /// `o=`, who made the description, and its version.
        public static let origin = LineType("o")

        /// `s=`, the session name.
        public static let sessionName = LineType("s")

        /// `t=`, when the session is active.
        public static let timing = LineType("t")

        /// `c=`, the connection address.
        public static let connection = LineType("c")

        /// `b=`, the bandwidth.
        public static let bandwidth = LineType("b")

        /// `a=`, an attribute.
        public static let attribute = LineType("a")

        /// `m=`, the start of a media section.
        public static let media = LineType("m")
    }
}
