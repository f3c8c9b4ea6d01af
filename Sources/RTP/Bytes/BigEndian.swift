// SPDX-License-Identifier: MIT

/// Numbers in network byte order; every access is checked against the bounds.
extension Span<UInt8> {
    @inline(__always)
    func uint16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    @inline(__always)
    func uint32(at offset: Int) -> UInt32 {
        UInt32(uint16(at: offset)) << 16 | UInt32(uint16(at: offset + 2))
    }

    @inline(__always)
    func uint64(at offset: Int) -> UInt64 {
        UInt64(uint32(at: offset)) << 32 | UInt64(uint32(at: offset + 4))
    }
}

extension MutableSpan<UInt8> {
    @inline(__always)
    mutating func store(_ number: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: number >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: number)
    }

    @inline(__always)
    mutating func store(_ number: UInt32, at offset: Int) {
        store(UInt16(truncatingIfNeeded: number >> 16), at: offset)
        store(UInt16(truncatingIfNeeded: number), at: offset + 2)
    }

    /// Copies all of `source` to `offset` in one move.
    mutating func copy(_ source: Span<UInt8>, to offset: Int) {
        precondition(offset >= 0 && source.count <= count - offset, "a packet does not fit the place it is copied to")
        guard !source.isEmpty else { return }
        unsafe withUnsafeMutableBufferPointer { target in
            unsafe source.withUnsafeBufferPointer { bytes in
                guard let to = target.baseAddress, let from = bytes.baseAddress else { return }
                unsafe (to + offset).update(from: from, count: bytes.count)
            }
        }
    }
}

extension [UInt8] {
    mutating func append(_ number: UInt16) {
        append(UInt8(truncatingIfNeeded: number >> 8))
        append(UInt8(truncatingIfNeeded: number))
    }

    mutating func append(_ number: UInt32) {
        append(UInt16(truncatingIfNeeded: number >> 16))
        append(UInt16(truncatingIfNeeded: number))
    }

    mutating func append(_ number: UInt64) {
        append(UInt32(truncatingIfNeeded: number >> 32))
        append(UInt32(truncatingIfNeeded: number))
    }

    mutating func store(_ number: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: number >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: number)
    }

    /// Takes the place of all that was in it, without giving back memory.
    mutating func replace(with source: Span<UInt8>) {
        removeAll(keepingCapacity: true)
        unsafe source.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
