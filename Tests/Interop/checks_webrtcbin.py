# SPDX-License-Identifier: MIT
"""GStreamer's webrtcbin calls the loopback: libnice, GStreamer's DTLS and SRTP, and usrsctp under its data channels."""

import asyncio
import hashlib
import json

from harness import check, expect, expect_equal
from loopback_calls import answer_to, setups, with_setup
from patterns import pattern, text_pattern
from webrtcbin_caller import WebRTCBinCaller

# What the offer says, and what the answer must say.
ROLES = [("actpass", "passive"), ("active", "passive"), ("passive", "active")]


async def talk(caller):
    """Audio, events and messages, both ways."""
    await caller.wait_until_open()
    created = await caller.next_event("session.created")
    expect_equal(created["session"]["model"], "loopback", "the model that it says it is")
    update = {"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text"]}}
    await caller.command(send="oai-events", text=json.dumps(update))
    updated = await caller.next_event("session.updated")
    expect_equal(updated["session"]["output_modalities"], ["text"], "modalities after the update")
    await caller.tells("is_tone", True)


async def expect_echo(caller, data, is_text):
    """Has the pattern of that length sent, and compares what comes back."""
    echo = await caller.echo(bytes=len(data), is_text=is_text)
    expect_equal((echo["is_text"], echo["bytes"]), (is_text, len(data)), "an echo")
    expect_equal(echo["sha256"], hashlib.sha256(data).hexdigest(), f"an echo of {len(data)} bytes")


@check("loopback, webrtcbin: in both DTLS roles the tone comes back, and events are answered")
async def both_roles(bench):
    for offered, answered in ROLES:
        async with WebRTCBinCaller(bench, f"webrtcbin-{offered}") as caller:
            offer = with_setup(caller.offer.decode(), offered).encode()
            reply = await answer_to(bench, offer)
            expect_equal(set(setups(reply.body.decode())), {answered}, f"setup of the answer to {offered}")
            await caller.accept(reply.body)
            await talk(caller)


# No empty message: GStreamer 1.22 hands usrsctp a length of 0, which it refuses. aiortc sends them.
@check("loopback, webrtcbin: text and binary messages come back through usrsctp, up to 100 KB")
async def channels_echo(bench):
    async with WebRTCBinCaller(bench, "webrtcbin-echo") as caller:
        reply = await answer_to(bench, caller.offer)
        await caller.accept(reply.body)
        await caller.wait_until_open()
        expect_equal((await caller.echo(text="hello"))["text"], "hello", "an echo")
        for count in (1, 1_200, 60_000, 100 << 10):
            await expect_echo(caller, pattern(count), is_text=False)
        for count in (20_000, 100 << 10):
            await expect_echo(caller, text_pattern(count), is_text=True)


@check("loopback, webrtcbin: DELETE is noticed: its association is gone")
async def hangs_up(bench):
    async with WebRTCBinCaller(bench, "webrtcbin-hang-up") as caller:
        reply = await answer_to(bench, caller.offer)
        await caller.accept(reply.body)
        await talk(caller)
        expect(not any("association" in line for line in caller.told), lambda: f"too early: {caller.told}")
        fields = {"Authorization": f"Bearer {bench.caller_key}"}
        ended = await bench.request("DELETE", reply.headers["Location"], name="DELETE", headers=fields)
        expect_equal(ended.status, 200, f"status ({ended.body!r})")
        await caller.tells("association", "lost")


@check("loopback, webrtcbin: four calls at once do not mix their messages")
async def several_calls(bench):
    async def one(number):
        async with WebRTCBinCaller(bench, f"webrtcbin-{number}") as caller:
            reply = await answer_to(bench, caller.offer)
            await caller.accept(reply.body)
            await caller.wait_until_open()
            for message in range(100):
                text = f"call {number}, message {message}"
                expect_equal((await caller.echo(text=text))["text"], text, "an echo")
            await caller.tells("is_tone", True)

    await asyncio.gather(*(one(number) for number in range(4)))
