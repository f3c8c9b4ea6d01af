// SPDX-License-Identifier: MIT

extension SRTPSession {
    /// Protects the RTP packet in the first `count` bytes, as ``protect(_:count:)-(UnsafeMutableRawBufferPointer,_)`` does.
    public func protect(_ buffer: inout MutableRawSpan, count: Int) throws(SRTPError) -> Int {
        try unsafe buffer.withUnsafeMutableBytes { bytes throws(SRTPError) in try unsafe protect(bytes, count: count) }
    }

    /// Unprotects the SRTP packet in the first `count` bytes, and returns how many it has then.
    public func unprotect(_ buffer: inout MutableRawSpan, count: Int) throws(SRTPError) -> Int {
        try unsafe buffer.withUnsafeMutableBytes { bytes throws(SRTPError) in try unsafe unprotect(bytes, count: count)
        }
    }

    /// Protects the RTCP packet in the first `count` bytes, and returns how many it has then.
    public func protectRTCP(_ buffer: inout MutableRawSpan, count: Int) throws(SRTPError) -> Int {
        try unsafe buffer.withUnsafeMutableBytes { bytes throws(SRTPError) in
            try unsafe protectRTCP(bytes, count: count)
        }
    }

    /// Unprotects the SRTCP packet in the first `count` bytes, and returns how many it has then.
    public func unprotectRTCP(_ buffer: inout MutableRawSpan, count: Int) throws(SRTPError) -> Int {
        try unsafe buffer.withUnsafeMutableBytes { bytes throws(SRTPError) in
            try unsafe unprotectRTCP(bytes, count: count)
        }
    }
}
