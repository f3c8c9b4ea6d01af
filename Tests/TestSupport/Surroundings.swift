// SPDX-License-Identifier: MIT

public import Providers

@testable import Signaling

/// Seals by writing the bytes as hexadecimal digits, with a mark in front that is as long as a nonce and a tag: everyone
/// can read it, which tests need.
final class PlainSealer: CallSealer {
    private let mark: String

    init(mark: String = "") {
        self.mark = mark + String(repeating: "0", count: 56)
    }

    func seal(_ bytes: [UInt8], prefix: String) -> String? {
        prefix + mark + bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    func open(_ text: Substring) -> [UInt8]? {
        guard text.hasPrefix(mark) else { return nil }
        let digits = text.dropFirst(mark.count).compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

/// Remembers calls without end.
///
/// Confined to one test.
final class PlainCallTable: CallTable, @unchecked Sendable {
    // `@unchecked Sendable`: a test uses it in one task only.
    var handles: [String: CallHandle] = [:]

    func remember(_ handle: CallHandle, as id: String) {
        handles[id] = handle
    }

    func handle(of id: String) -> CallHandle? { handles[id] }
}

/// As many places as one is told.
///
/// Confined to one test.
final class PlainLimits: ExchangeLimits, @unchecked Sendable {
    // `@unchecked Sendable`: a test uses it in one task only.
    var free: Int
    private(set) var entered: [String] = []

    init(free: Int = .max) {
        self.free = free
    }

    func enter(_ provider: String) -> ExchangePlace? {
        guard free > 0 else { return nil }
        free -= 1
        entered.append(provider)
        return ExchangePlace(provider: 0, isShared: false)
    }

    func leave(_ place: ExchangePlace) {
        free += 1
    }
}

extension ProviderKey: ExpressibleByStringLiteral {
    /// A key that has its secret for a name, for tests.
    public init(stringLiteral secret: String) {
        self.init(name: secret, secret: secret)
    }
}
