// SPDX-License-Identifier: MIT

/// Finds where speech begins and ends by the levels that the client's packets carry (RFC 6464).
struct SpeechDetector {
    enum Change: Hashable {
        case started(Duration)
        case stopped(Duration)
    }

    /// The quietest that counts, in decibels under the loudest: speech is above, a quiet room below.
    static let threshold: UInt8 = 45
    /// How much of it begins speech; a click is shorter.
    static let onset = Duration.milliseconds(60)
    /// How long silence lasts before speech is over.
    static let hangover = Duration.milliseconds(500)

    private(set) var isSpeaking = false
    private var loudSince: Duration?
    private var lastLoud = Duration.zero

    /// Takes the level of one packet; `now` counts from the start of the session.
    mutating func note(attenuation: UInt8, now: Duration) -> Change? {
        if attenuation <= Self.threshold {
            let since = loudSince ?? now
            loudSince = since
            lastLoud = now
            guard !isSpeaking, now - since >= Self.onset else { return nil }
            isSpeaking = true
            return .started(since)
        }
        if !isSpeaking { loudSince = nil }
        return end(now: now)
    }

    /// Looks whether speech is over, which packets that do not come any more cannot tell.
    mutating func end(now: Duration) -> Change? {
        guard isSpeaking, now - lastLoud >= Self.hangover else { return nil }
        isSpeaking = false
        loudSince = nil
        return .stopped(lastLoud)
    }

    /// When ``end(now:)`` can find something.
    var nextTimeout: Duration? { isSpeaking ? lastLoud + Self.hangover : nil }
}
