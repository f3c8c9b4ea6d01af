// SPDX-License-Identifier: MIT

internal import CDTLS
internal import SRTP

extension DTLSConnection {
    private static let exporterLabel = "EXTRACTOR-dtls_srtp"

    /// Tells of the connection, if the peer is who it should be and a profile was agreed on.
    ///
    /// No key is exported before.
    func concludeHandshake() {
        guard handshake.isPeerVerified == true else { return refuse(.fingerprintMismatch) }
        guard let number = unsafe SSL_get_selected_srtp_profile(ssl)?.pointee.id,
            let profile = SRTPProfile(rawValue: UInt16(truncatingIfNeeded: number))
        else { return refuse(.noSRTPProfile) }
        guard let material = keyingMaterial(profile) else { return refuse(.library(code: ERR_peek_last_error())) }
        state = .connected
        deadline = nil
        events.append(.connected(material))
    }

    /// Ends a connection whose handshake is done: there is no alert for it any more, so the peer sees it closed.
    private func refuse(_ failure: DTLSFailure) {
        unsafe _ = SSL_shutdown(ssl)
        end(with: .failed(failure))
    }

    /// Exports the master keys ([RFC 5764, section 4.2](https://www.rfc-editor.org/rfc/rfc5764.html#section-4.2)): the
    /// client's key, the server's, the client's salt, the server's.
    private func keyingMaterial(_ profile: SRTPProfile) -> SRTPKeyingMaterial? {
        let (keySize, saltSize) = (profile.keySize, profile.saltSize)
        var bytes = [UInt8](repeating: 0, count: 2 * (keySize + saltSize))
        let label = Self.exporterLabel
        let isDone = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe SSL_export_keying_material(
                ssl,
                bytes.baseAddress,
                bytes.count,
                label,
                label.utf8.count,
                nil,
                0,
                0
            ) == 1
        }
        guard isDone else { return nil }
        let salts = 2 * keySize
        let client = SRTPMasterKey(
            profile: profile,
            key: Array(bytes[..<keySize]),
            salt: Array(bytes[salts..<salts + saltSize])
        )
        let server = SRTPMasterKey(
            profile: profile,
            key: Array(bytes[keySize..<salts]),
            salt: Array(bytes[(salts + saltSize)...])
        )
        guard let client, let server else { return nil }
        return role == .client
            ? SRTPKeyingMaterial(local: client, remote: server) : SRTPKeyingMaterial(local: server, remote: client)
    }
}
