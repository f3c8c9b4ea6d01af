# SPDX-License-Identifier: MIT
"""The provider's side of a call, told what to do and asked what it saw: for checks of what lies between."""

import asyncio
import base64
import re

import dtls_refusal
import hostile_sctp
import patterns
import srtp_profiles
from realtime_peer import RealtimePeer
from rough_path import RoughPath
from rtp_tap import RtpTap
from slow_reader import SlowReader
from transcript import Transcript

# Of each call this many messages are kept whole; the digests are over all of them.
KEPT_MESSAGES = 100


class WatchedPeer(RealtimePeer):
    """One call. `plan` is what it shall do from its start, all of it optional:

    hold                nothing of ICE is sent or answered until it is told to `release`
    lite                the answer says that no checks will come from here
    fingerprint         "wrong": the answer names another certificate
    setup               "passive": the DTLS server, where aiortc would be the client
    profile             the only SRTP profile that is taken
    refuses             the DTLS handshake is answered by a fatal alert
    media               "raw": packets come back as they are; "mute": none do. Else they are decoded and encoded
    silent              nothing is said that was not asked for: no greeting, no echo
    strict              the session of ga_session.py in place of echoes
    """

    calls: dict[str, "WatchedPeer"] = {}

    def __init__(self, call_id, session, plan=None):
        super().__init__(call_id, session)
        self.plan = plan or {}
        self.channels, self.transcripts, self.texts = {}, {}, []
        self.taps = {}
        self.path = self.strict = None
        if self.plan.get("strict"):
            from ga_session import GASession

            self.strict = GASession(self.session)
        WatchedPeer.calls[call_id] = self

    # The start of a call.

    async def make_answer(self):
        self.path = RoughPath(self.connection, seed=2)
        if self.plan.get("hold"):
            self.path.hold()
        if self.plan.get("setup") == "passive":
            for transceiver in self.connection.getTransceivers():
                transceiver.receiver.transport._set_role("server")
            self.connection.sctp.transport._set_role("server")
        if "profile" in self.plan:
            srtp_profiles.take_only(self.connection, self.plan["profile"])
        if self.plan.get("refuses"):
            dtls_refusal.refuse(self.connection)
        await super().make_answer()
        for kind in ("audio", "video"):
            if any(each.kind == kind for each in self.connection.getTransceivers()):
                self.taps[kind] = RtpTap(self.connection, kind)
                self.taps[kind].echoes = self.plan.get("media") == "raw"

    def description(self):
        text = super().description()
        if self.plan.get("fingerprint") == "wrong":
            text = re.sub(r"(a=fingerprint:\S+) ..:..", r"\1 AB:CD", text)
        if self.plan.get("lite"):
            text = text.replace("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n", 1)
        return text

    def track_arrived(self, track):
        if self.plan.get("media"):
            for transceiver in self.connection.getTransceivers():
                transceiver.direction = "sendrecv"
        else:
            super().track_arrived(track)

    # What is said.

    def channel_arrived(self, channel):
        self.channels[channel.label] = channel
        self.transcripts[channel.label] = Transcript()
        super().channel_arrived(channel)

    def greet(self, channel):
        if self.strict:
            self.say(channel, self.strict.greeting())
        elif not self.plan.get("silent"):
            super().greet(channel)

    def say(self, channel, texts):
        for text in texts:
            channel.send(text)

    def message_arrived(self, channel, message):
        self.transcripts[channel.label].add(message)
        if len(self.texts) < KEPT_MESSAGES:
            self.texts.append(message if isinstance(message, str) else base64.b64encode(message).decode())
        if self.strict:
            self.say(channel, self.strict.take(message))
        elif not self.plan.get("silent"):
            super().message_arrived(channel, message)

    # What it is asked.

    def summary(self):
        return {
            "state": self.connection.connectionState,
            "association": self.connection.sctp.state if self.connection.sctp else None,
            "channels": {label: self.channel_summary(label, channel) for label, channel in self.channels.items()},
            "messages": self.texts,
            "packets": {kind: len(tap.packets) for kind, tap in self.taps.items()},
            "payload_types": {kind: tap.payload_types() for kind, tap in self.taps.items()},
            "roles": sorted({each.receiver.transport._role for each in self.connection.getTransceivers()}),
            "profile": srtp_profiles.selected(self.connection),
            "lost": self.path.lost if self.path else 0,
            "problems": self.strict.problems if self.strict else [],
            "kinds": self.strict.kinds if self.strict else [],
        }

    def channel_summary(self, label, channel):
        names = ("id", "label", "protocol", "ordered", "maxRetransmits", "maxPacketLifeTime", "negotiated")
        described = {name: getattr(channel, name) for name in names}
        return {
            **described,
            "state": channel.readyState,
            "buffered": channel.bufferedAmount,
            "received": self.transcripts[label].summary(),
        }

    async def until(self, channel=None, messages=None, state=None, buffered=None, packets=None):
        """Waits until that is so: a state of the connection or the channel, messages or packets so many at least."""

        def is_so():
            if channel is None:
                return self.connection.connectionState == state if state else len(self.taps["audio"].packets) >= packets
            if channel not in self.channels:
                return False
            found = self.channels[channel]
            if messages is not None:
                return self.transcripts[channel].count >= messages
            return found.readyState == state if state else found.bufferedAmount <= buffered

        while not is_so():
            await asyncio.sleep(0.005)

    # What it is told.

    async def do(self, command):
        action = command.pop("do")
        result = getattr(self, "do_" + action)(**command)
        return await result if asyncio.iscoroutine(result) else result

    async def do_close(self):
        await self.close()

    def do_release(self):
        self.path.release()

    def do_lose(self, share):
        self.path.lose(share)

    def do_open(self, label, **options):
        self.channel_arrived(self.connection.createDataChannel(label, **options))

    def do_shut(self, channel):
        self.channels[channel].close()

    def do_say(self, text, channel="oai-events", beyond_limit=False):
        if beyond_limit:
            self.connection.sctp._remote_max_message_size = 0
        self.channels[channel].send(text)

    def do_burst(self, count, size, channel="oai-events"):
        for text in patterns.events(count, size):
            self.channels[channel].send(text)

    def do_binary(self, count, channel="oai-events"):
        self.channels[channel].send(patterns.pattern(count))

    async def do_packets(self, packets, kind="audio"):
        """Each packet is a codec's name, a marker, a timestamp and a payload in hexadecimal digits."""
        tap = self.taps[kind]
        for name, marker, timestamp, payload in packets:
            await tap.send(bytes.fromhex(payload), timestamp, marker, tap.payload_type(name))

    def do_seen_packets(self, kind="audio"):
        return self.taps[kind].summary()

    def do_pause(self):
        self.reader = SlowReader(self.connection)
        self.reader.pause()

    async def do_read_on(self):
        await self.reader.read_on()

    async def do_attack(self, kind, count):
        await hostile_sctp.attack(self.connection, kind, count)
