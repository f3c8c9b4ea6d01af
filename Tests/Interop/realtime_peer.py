# SPDX-License-Identifier: MIT
"""The provider's side of a call: a real WebRTC peer that echoes audio and speaks a little Realtime."""

import asyncio
import json
import secrets

from aiortc import RTCPeerConnection, RTCSessionDescription

import loopback_ice

loopback_ice.install()

# A client that got its answer connects within seconds; a peer whose client never comes is given up after this.
CONNECT_WITHIN_SECONDS = 60

EVENTS_LABEL = "oai-events"

CANNED_ANSWER = ["You are ", "talking to ", "a stand-in."]


def event(kind, **fields):
    return json.dumps({"type": kind, "event_id": "event_" + secrets.token_hex(10), **fields})


def response_events():
    """What a model says to `response.create`: created, the text in pieces, done with its usage."""
    identifier, item = "resp_" + secrets.token_hex(10), "item_" + secrets.token_hex(10)
    place = {"response_id": identifier, "item_id": item, "output_index": 0, "content_index": 0}
    response = {"object": "realtime.response", "id": identifier, "status": "in_progress", "output": []}
    yield event("response.created", response=response)
    for piece in CANNED_ANSWER:
        yield event("response.output_text.delta", **place, delta=piece)
    text = "".join(CANNED_ANSWER)
    yield event("response.output_text.done", **place, text=text)
    message = {
        "id": item,
        "object": "realtime.item",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [{"type": "output_text", "text": text}],
    }
    usage = {
        "total_tokens": 42,
        "input_tokens": 30,
        "output_tokens": 12,
        "input_token_details": {"text_tokens": 10, "audio_tokens": 20, "cached_tokens": 0},
        "output_token_details": {"text_tokens": 12, "audio_tokens": 0},
    }
    yield event("response.done", response={**response, "status": "completed", "output": [message], "usage": usage})


class RealtimePeer:
    """One call. `answer` gives the SDP; the rest happens between the two peers, until either closes."""

    open_peers: set["RealtimePeer"] = set()

    def __init__(self, call_id, session):
        self.connection = RTCPeerConnection()
        self.session = {"object": "realtime.session", "id": "sess_" + call_id[-16:], **(session or {})}
        self.connection.on("track", self.track_arrived)
        self.connection.on("datachannel", self.channel_arrived)
        self.connection.on("connectionstatechange", self.state_changed)
        self.timer = None
        RealtimePeer.open_peers.add(self)

    async def answer(self, offer, dcid=None):
        """Answers the offer; a `dcid` names the data channel that both sides open without a handshake."""
        try:
            await self.connection.setRemoteDescription(RTCSessionDescription(offer.decode(), "offer"))
            if dcid is not None:
                self.channel_arrived(self.connection.createDataChannel(EVENTS_LABEL, negotiated=True, id=dcid))
            await self.make_answer()
        except BaseException:
            await self.close()
            raise
        self.timer = asyncio.get_running_loop().call_later(CONNECT_WITHIN_SECONDS, self.give_up)
        return self.description().encode()

    async def make_answer(self):
        await self.connection.setLocalDescription(await self.connection.createAnswer())

    def description(self):
        return self.connection.localDescription.sdp

    def track_arrived(self, track):
        if track.kind == "audio":
            self.connection.addTrack(track)

    def channel_arrived(self, channel):
        # A channel that the client opened is open when it is announced; a negotiated one opens later.
        if channel.readyState == "open":
            self.greet(channel)
        else:
            channel.on("open", lambda: self.greet(channel))
        channel.on("message", lambda message: self.message_arrived(channel, message))

    def greet(self, channel):
        if channel.label == EVENTS_LABEL:
            channel.send(event("session.created", session=self.session))

    def message_arrived(self, channel, message):
        try:
            kind = json.loads(message).get("type") if isinstance(message, str) else None
        except (ValueError, AttributeError):
            kind = None
        if kind == "response.create":
            for line in response_events():
                channel.send(line)
        else:
            channel.send(message)

    async def state_changed(self):
        if self.connection.connectionState == "connected" and self.timer:
            self.timer.cancel()
        if self.connection.connectionState in ("failed", "closed"):
            await self.close()

    def give_up(self):
        asyncio.ensure_future(self.close())

    async def close(self):
        if self.timer:
            self.timer.cancel()
        RealtimePeer.open_peers.discard(self)
        await self.connection.close()
