// SPDX-License-Identifier: MIT

/// What an event is in another vocabulary.
public struct Translation: Hashable, Sendable {
    /// The events that say it, in order; none if there is no way to say it.
    public var events: [[UInt8]]
    /// What they do not say.
    public var remainder: [TranslationRemainder]

    init(_ events: [[UInt8]] = [], remainder: [TranslationRemainder] = []) {
        self.events = events
        self.remainder = remainder
    }
}

/// A part of an event that its translation does not say as it was.
public struct TranslationRemainder: Hashable, Sendable, CustomStringConvertible {
    /// Why it is not said.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The vocabulary has nothing for it.
        case noCounterpart = "no_counterpart"
        /// The vocabulary has something near, which was written instead.
        case approximated
        /// Other events of the vocabulary say it.
        case saidElsewhere = "said_elsewhere"
    }

    /// The member, with dots between names; empty for the whole event.
    public let path: String
    /// Why it is not said.
    public let reason: Reason
    /// Its value as it came, a JSON text.
    public let value: [UInt8]

    init(_ path: String, _ value: some Sequence<UInt8>, _ reason: Reason = .noCounterpart) {
        self.path = path
        self.reason = reason
        self.value = Array(value)
    }

    /// `PATH: REASON`, with nothing of the value.
    public var description: String { "\(path.isEmpty ? "event" : path): \(reason.rawValue)" }
}
