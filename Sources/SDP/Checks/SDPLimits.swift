// SPDX-License-Identifier: MIT

/// How large a session description may be.
public struct SDPLimits: Hashable, Sendable {
    /// The number of bytes up to which a description is read; 256 KiB unless told otherwise.
    public var maxBytes: Int

    /// The number of `m=` lines up to which a description is read; 64 unless told otherwise.
    public var maxMediaSections: Int

    /// 256 KiB and 64 media sections: browsers' offers have 1 to 10 KiB and rarely more than three sections.
    public static let `default` = SDPLimits()

    /// Sets limits.
    public init(maxBytes: Int = 256 * 1024, maxMediaSections: Int = 64) {
        self.maxBytes = maxBytes
        self.maxMediaSections = maxMediaSections
    }
}
