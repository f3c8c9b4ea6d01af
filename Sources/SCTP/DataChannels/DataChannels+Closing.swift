// SPDX-License-Identifier: MIT

/// Closing, [RFC 8831, section 6.7](https://www.rfc-editor.org/rfc/rfc8831.html#section-6.7): each side resets its
/// direction of the stream, and the number is free when both have.
extension DataChannels {
    /// Closes a channel; what was queued is still sent, what comes is dropped.
    ///
    /// ``DataChannelEvent/closed(_:)`` is its end.
    public func close(_ id: UInt16, now: Duration) {
        guard let channel = channels[id], channel.state != .closing else { return }
        channels[id]?.state = .closing
        partialCount -= channel.partial.count
        channels[id]?.partial = []
        // The peer's reset has to be seen.
        association.setReading(paused: false, stream: id)
        association.resetStream(id, now: now)
    }

    /// Stops or resumes the reading of a channel; what has come on it is kept in the receive window meanwhile, which
    /// all channels share.
    public func setReading(paused: Bool, channel id: UInt16) {
        guard let channel = channels[id], channel.state != .closing else { return }
        association.setReading(paused: paused, stream: id)
    }

    /// The peer has reset its direction.
    func incomingReset(_ id: UInt16, now: Duration) {
        guard let channel = channels[id] else { return }
        channels[id]?.isIncomingReset = true
        if channel.state != .closing {
            // The peer does not read any more.
            association.discardQueued(on: id)
            close(id, now: now)
        }
        if channels[id]?.isOutgoingReset == true {
            remove(id)
        } else {
            // The peer may use the number again before we know that our reset has arrived.
            association.setReading(paused: true, stream: id)
        }
    }

    /// Our direction has been reset.
    func outgoingReset(_ id: UInt16) {
        refused.remove(id)
        guard let channel = channels[id] else { return }
        channels[id]?.isOutgoingReset = true
        guard channel.isIncomingReset else { return }
        remove(id)
        association.setReading(paused: false, stream: id)
    }

    /// The peer has refused; the channel is as good as closed, and its number is not used again.
    func resetRefused(_ id: UInt16) {
        retired.insert(id)
        refused.remove(id)
        remove(id)
        association.setReading(paused: false, stream: id)
    }
}
