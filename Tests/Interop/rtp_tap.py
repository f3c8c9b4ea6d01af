# SPDX-License-Identifier: MIT
"""RTP packets as they are on the wire, under an aiortc peer: each one seen, and any one sent.

A peer that is tapped for sending must play no track of its own: both would count the packets of one SSRC.
"""

import contextlib
import copy

from aiortc import codecs
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket

# aiortc knows no telephone events. Browsers offer them; aiortc need only agree on them, for here none is decoded.
TELEPHONE_EVENT = RTCRtpCodecParameters(mimeType="audio/telephone-event", clockRate=48000, channels=1, payloadType=126)
codecs.CODECS["audio"].append(TELEPHONE_EVENT)


@contextlib.contextmanager
def opus_as(payload_type):
    """Offers made meanwhile have Opus as this payload type. Nothing may be awaited that others could run in."""
    kept = codecs.CODECS["audio"][0]
    codecs.CODECS["audio"][0] = changed = copy.deepcopy(kept)
    changed.payloadType = payload_type
    try:
        yield
    finally:
        codecs.CODECS["audio"][0] = kept


class RtpTap:
    """One media section of a connection, from the moment when its codecs are agreed."""

    def __init__(self, connection, kind="audio"):
        self.transceiver = next(each for each in connection.getTransceivers() if each.kind == kind)
        self.packets = []
        self.sequence = 1000
        self.echoes = False
        self.receiver = self.transceiver.receiver
        self.take = self.receiver._handle_rtp_packet
        self.receiver._handle_rtp_packet = self.see

    def payload_type(self, name):
        """The number that a codec has in this section, or None."""
        return {kind.lower(): number for kind, number in self.payload_types().items()}.get(name)

    def payload_types(self):
        """The numbers of all codecs of this section."""
        return {codec.name: codec.payloadType for codec in self.transceiver._codecs}

    async def see(self, packet, arrival_time_ms):
        self.packets.append(packet)
        if self.echoes:
            await self.send(packet.payload, packet.timestamp, packet.marker, packet.payload_type)
        elif packet.payload_type == self.payload_type("opus"):
            await self.take(packet, arrival_time_ms=arrival_time_ms)

    async def send(self, payload, timestamp, marker=0, payload_type=None):
        number = self.payload_type("opus") if payload_type is None else payload_type
        packet = RtpPacket(payload_type=number, marker=marker, sequence_number=self.sequence, timestamp=timestamp)
        packet.ssrc, packet.payload = self.transceiver.sender._ssrc, payload
        self.sequence = (self.sequence + 1) % 65536
        await self.transceiver.sender.transport._send_rtp(packet.serialize(HeaderExtensionsMap()))

    def summary(self):
        """Payload type, marker, timestamp and payload of each packet, as JSON can have them."""
        return [[each.payload_type, each.marker, each.timestamp, each.payload.hex()] for each in self.packets]
