// SPDX-License-Identifier: MIT

internal import EventPipeline
internal import JSONText
internal import Providers
internal import Signaling

extension SessionLock {
    /// Checks the session of an offer as an event is checked that sets the same.
    ///
    /// - Throws: ``RelayError`` `session_field_locked`, with the field.
    func check(_ session: RealtimeSession, of offer: BridgedOffer) throws(RelayError) {
        let name = offer.provider.name
        var locked: String?
        do throws(SessionError) {
            locked = try session.setByCaller(offer.operation, to: offer.provider).object.flatMap(lockedField(in:))
        } catch {
            throw RelayError(session: error)
        }
        guard let locked else { return }
        throw RelayError(.sessionFieldLocked, stage: .session, param: "session." + locked, provider: name)
    }
}
