# SPDX-License-Identifier: MIT
"""Which SRTP profiles an aiortc peer takes, and which one it has got: one of each family, counter mode and GCM."""

from aiortc.rtcdtlstransport import SRTP_PROFILES

COUNTER_MODE, GCM = "SRTP_AES128_CM_SHA1_80", "SRTP_AEAD_AES_128_GCM"


def take_only(connection, profile):
    """To be called before the connection starts."""
    for transceiver in connection.getTransceivers():
        transport = transceiver.receiver.transport
        transport._srtp_profiles = [each for each in SRTP_PROFILES if each.openssl_profile == profile.encode()]


def selected(connection):
    """The name of the profile, or None before DTLS is up."""
    transport = connection.getTransceivers()[0].receiver.transport
    profile = transport._ssl.get_selected_srtp_profile() if transport._ssl else None
    return profile.decode() if profile else None
