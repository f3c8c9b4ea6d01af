// SPDX-License-Identifier: MIT

internal import COpenSSL

/// Random bytes from OpenSSL's generator, drawn in blocks: a draw costs as much for 12 bytes as for 512.
///
/// It is confined to whoever made it.
public struct RandomBytes: ~Copyable {
    private static let blockSize = 512

    private var block: [UInt8] = []
    private var used = 0

    /// Starts without any.
    public init() {}

    /// Appends fresh random bytes to `output`; false if the system has none.
    public mutating func append(_ count: Int, to output: inout [UInt8]) -> Bool {
        precondition(count <= Self.blockSize, "more random bytes than a block has")
        if used + count > block.count {
            guard let fresh = Self.make(Self.blockSize) else { return false }
            block = fresh
            used = 0
        }
        output.append(contentsOf: block[used..<used + count])
        used += count
        return true
    }

    /// Random bytes; nil if the system has none.
    public static func make(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let isDone = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe RAND_bytes(bytes.baseAddress, Int32(bytes.count)) == 1
        }
        return isDone ? bytes : nil
    }
}
