// SPDX-License-Identifier: MIT

/// The attributes that the checks look at; all others pass unread.
enum KnownAttribute {
    case bundleOnly
    case candidate
    case fingerprint
    case group
    case icePwd
    case iceUfrag
    case mid
    case sctpmap
    case setup

    /// Nil for any other name; `name` is not empty.
    init?(_ name: Range<Int>, in text: Span<UInt8>) {
        // Length and first letter tell nearly all names apart before the rest is compared.
        switch (name.count, Unicode.Scalar(text[name.lowerBound])) {
        case (3, "m") where text.equals("mid", in: name): self = .mid
        case (5, "g") where text.equals("group", in: name): self = .group
        case (5, "s") where text.equals("setup", in: name): self = .setup
        case (7, "i") where text.equals("ice-pwd", in: name): self = .icePwd
        case (7, "s") where text.equals("sctpmap", in: name): self = .sctpmap
        case (9, "c") where text.equals("candidate", in: name): self = .candidate
        case (9, "i") where text.equals("ice-ufrag", in: name): self = .iceUfrag
        case (11, "b") where text.equals("bundle-only", in: name): self = .bundleOnly
        case (11, "f") where text.equals("fingerprint", in: name): self = .fingerprint
        default: return nil
        }
    }
}
