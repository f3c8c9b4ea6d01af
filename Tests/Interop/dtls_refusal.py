# SPDX-License-Identifier: MIT
"""An aiortc peer that ends the DTLS handshake with a fatal alert: as the server, it takes none of the ciphers it is offered."""

# RSA for the exchange of keys, which no certificate of WebRTC's curves can do.
NOBODYS_CIPHER = b"AES256-SHA"


def refuse(connection):
    """To be called before the connection starts."""
    for transceiver in connection.getTransceivers():
        transport = transceiver.receiver.transport
        transport._set_role("server")
        certificate = transport._RTCDtlsTransport__local_certificate
        make_context, shake_hands = certificate._create_ssl_context, transport._do_handshake

        def make_poor_context(*arguments, make_context=make_context, **options):
            context = make_context(*arguments, **options)
            context.set_cipher_list(NOBODYS_CIPHER)
            return context

        async def fail_aloud(transport=transport, shake_hands=shake_hands):
            await shake_hands()
            # aiortc keeps OpenSSL's alert to itself.
            await transport._write_ssl()

        certificate._create_ssl_context, transport._do_handshake = make_poor_context, fail_aloud
