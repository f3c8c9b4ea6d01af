// SPDX-License-Identifier: MIT

/// The memory that libcurl sends a request's content from; kept between exchanges, so its address seldom changes.
@safe
struct RequestBody: ~Copyable {
    /// What an idle transfer may hold on to.
    private static let keptCapacity = 16 << 10

    private(set) var memory: UnsafeMutableRawBufferPointer

    init() {
        unsafe memory = .allocate(byteCount: 4096, alignment: 16)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Copies `bytes` in; true if the address has changed.
    mutating func store(_ bytes: [UInt8]) -> Bool {
        let hasMoved = unsafe bytes.count > memory.count
        if hasMoved { replaceMemory(byteCount: bytes.count) }
        unsafe bytes.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
        return hasMoved
    }

    /// Gives back the memory of an unusually large content; true if the address has changed.
    mutating func trim() -> Bool {
        let isLarge = unsafe memory.count > Self.keptCapacity
        if isLarge { replaceMemory(byteCount: Self.keptCapacity) }
        return isLarge
    }

    private mutating func replaceMemory(byteCount: Int) {
        unsafe memory.deallocate()
        unsafe memory = .allocate(byteCount: byteCount, alignment: 16)
    }
}
