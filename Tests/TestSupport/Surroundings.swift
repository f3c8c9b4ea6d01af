// SPDX-License-Identifier: MIT

package import Signaling

/// Seals by writing the bytes as hexadecimal digits, with a mark in front that is as long as a nonce and a tag: everyone
/// can read it, which tests need.
package final class PlainSealer: CallSealer {
    private let mark: String

    package init(mark: String = "") {
        self.mark = mark + String(repeating: "0", count: 56)
    }

    package func seal(_ bytes: [UInt8], prefix: String) -> String? {
        prefix + mark + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    package func open(_ text: Substring) -> [UInt8]? {
        guard text.hasPrefix(mark) else { return nil }
        let digits = text.dropFirst(mark.count).compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

/// Remembers calls without end.
///
/// Confined to one test.
package final class PlainCallTable: CallTable, @unchecked Sendable {
    // `@unchecked Sendable`: a test uses it in one task only.
    package var handles: [String: CallHandle] = [:]

    package init() {}

    package func remember(_ handle: CallHandle, as id: String) {
        handles[id] = handle
    }

    package func handle(of id: String) -> CallHandle? { handles[id] }
}

/// As many places as one is told.
///
/// Confined to one test.
package final class PlainLimits: ExchangeLimits, @unchecked Sendable {
    // `@unchecked Sendable`: a test uses it in one task only.
    package var free: Int
    package private(set) var entered: [String] = []

    package init(free: Int = .max) {
        self.free = free
    }

    package func enter(_ provider: String) -> ExchangePlace? {
        guard free > 0 else { return nil }
        free -= 1
        entered.append(provider)
        return ExchangePlace(provider: 0, isShared: false)
    }

    package func leave(_ place: ExchangePlace) {
        free += 1
    }
}
