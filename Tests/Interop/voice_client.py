# SPDX-License-Identifier: MIT
"""A caller made with aiortc: plays a tone, listens to what comes back, talks on the data channel."""

import array
import asyncio
import contextlib
import fractions
import json
import math

import aiortc
from aiortc import RTCPeerConnection, RTCSessionDescription
from av import AudioFrame

import loopback_ice
from harness import Failure, expect
from rtp_tap import opus_as
from tone import AMPLITUDE, SAMPLE_RATE, TONE_HERTZ, amplitude, is_the_tone, share_of_power

loopback_ice.install()

FRAME_SAMPLES = 960


class Tone(aiortc.MediaStreamTrack):
    """A sine of 440 Hz in frames of 20 ms."""

    kind = "audio"

    def __init__(self):
        super().__init__()
        self.position = 0
        self.started = None
        self.is_over = False

    async def recv(self):
        if self.is_over:
            await asyncio.Event().wait()
        now = asyncio.get_running_loop().time()
        if self.started is None:
            self.started = now
        await asyncio.sleep(self.started + self.position / SAMPLE_RATE - now)
        span = range(self.position, self.position + FRAME_SAMPLES)
        wave = array.array("h", (int(AMPLITUDE * math.sin(2 * math.pi * TONE_HERTZ * n / SAMPLE_RATE)) for n in span))
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        frame.sample_rate = SAMPLE_RATE
        frame.planes[0].update(wave.tobytes())
        frame.pts, frame.time_base = self.position, fractions.Fraction(1, SAMPLE_RATE)
        self.position += FRAME_SAMPLES
        return frame


def mono(frame):
    """A decoded frame's first channel; aiortc decodes Opus to interleaved 16-bit samples."""
    samples = array.array("h", bytes(frame.planes[0])[: frame.samples * 2 * len(frame.layout.channels)])
    return samples[:: len(frame.layout.channels)]


class VoiceClient:
    """One call from the caller's side. Use as an async context manager: leaving it hangs up."""

    def __init__(self, channel_id=None, *, label="oai-events", opus=None, plays=True, video=False):
        """`opus` is its payload type in the offer; who does not play may send packets by an RtpTap."""
        self.connection = RTCPeerConnection()
        self.tone = Tone()
        self.sender = self.connection.addTrack(self.tone) if plays else self.connection.addTransceiver("audio").sender
        if video:
            self.connection.addTransceiver("video")
        negotiated = {} if channel_id is None else {"negotiated": True, "id": channel_id}
        self.channel = self.connection.createDataChannel(label, **negotiated)
        self.messages = asyncio.Queue()
        self.frames = asyncio.Queue()
        self.opened, self.closed = asyncio.Event(), asyncio.Event()
        self.readers = []
        self.opus = opus
        self.channel.on("open", self.opened.set)
        self.channel.on("message", self.messages.put_nowait)
        self.connection.on("connectionstatechange", self.state_changed)
        self.connection.on("track", lambda track: self.readers.append(asyncio.ensure_future(self.listen(track))))

    async def __aenter__(self):
        with opus_as(self.opus) if self.opus else contextlib.nullcontext():
            offer = await self.connection.createOffer()
        await self.connection.setLocalDescription(offer)
        self.offer = self.connection.localDescription.sdp.encode()
        return self

    async def __aexit__(self, *_):
        for reader in self.readers:
            reader.cancel()
        await self.connection.close()

    def state_changed(self):
        if self.connection.connectionState in ("closed", "failed"):
            self.closed.set()

    async def listen(self, track):
        while track.kind == "audio":
            await self.frames.put(await track.recv())

    async def accept(self, answer):
        await self.connection.setRemoteDescription(RTCSessionDescription(answer.decode(), "answer"))

    async def wait_until_open(self):
        await self.opened.wait()

    async def next_event(self, kind):
        """The next text message of that type; other messages before it are dropped."""
        while True:
            message = await self.messages.get()
            if isinstance(message, str):
                try:
                    event = json.loads(message)
                except ValueError:
                    continue
                if isinstance(event, dict) and event.get("type") == kind:
                    return event

    async def echo(self, message):
        """Sends a message and waits for the same to come back."""
        self.channel.send(message)
        while await self.messages.get() != message:
            pass

    async def hear_the_tone(self):
        """Listens until half a second of what comes back is the tone that was sent; gives its level."""
        heard = array.array("h")
        window = SAMPLE_RATE // 2
        for _ in range(1500):
            heard.extend(mono(await self.frames.get()))
            if len(heard) >= window:
                if is_the_tone(heard):
                    expect(share_of_power(heard, 2 * TONE_HERTZ) < 0.1, "the measure finds the tone everywhere")
                    return amplitude(heard)
                del heard[: window // 2]
        raise Failure("30 s of audio came back, but not the tone that was sent")


async def sample_offer(bench):
    """An offer whose caller has left, for checks that look at the exchange alone; made once."""
    if bench.offer is None:
        async with VoiceClient() as client:
            bench.offer = client.offer
        bench.secrets.plant_offer("the sample offer", bench.offer)
    return bench.offer
