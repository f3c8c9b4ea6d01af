# SPDX-License-Identifier: MIT
"""Bridged calls between an aiortc client and the stand-in: audio and events both ways, as they were sent."""

import asyncio
import base64
import json
import re

from bridge_relay import EVENTS, QUIET, BridgedCall, BridgeRelay
from harness import check, expect, expect_equal
from patterns import events, pattern, text_pattern
from rough_path import RoughPath
from transcript import Transcript
from voice_client import VoiceClient

# Texts that a relay may not touch: spaces, orders, escapes, numbers and names that no JSON library would give back.
VERBATIM = [
    '{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]}}',
    ' {  "type" : "input_audio_buffer.clear" ,\t"event_id":"a"  }\n',
    '{"b":1,"type":"made.up","a":2,"a":3,"n":1.00e+02,"big":123456789012345678901234567890,"\\u0041":"\\ud83d\\ude00 \\/"}',
    '{"type":"made.up","text":"ünïcödé \u2028 \U0001f600 \x7f","none":null,"empty":{},"list":[ ]}',
    '{"type": "made.up"',
    "no JSON at all \u0000 with a NUL",
    "[]",
    "null",
    "",
    b"",
    b"\x00\xff" * 40,
    bytes(range(256)),
    '{"type":"response.output_audio.delta","delta":"' + "QUJD" * 4_000 + '"}',
]


def attributes(description, name):
    return re.findall(rf"^a={name}:(.+?)\r?$", description, re.MULTILINE)


def descriptions(call):
    """The four descriptions of a call: the client's offer and answer, and those upstream."""
    import base64

    upstream = [base64.b64decode(call.entry[name + "_base64"]).decode() for name in ("offer", "answer")]
    return [call.offer.decode(), call.answered.body.decode(), *upstream]


async def tone_level(call):
    """How loud the tone comes back, after its beginning."""
    await call.client.hear_the_tone()
    return await call.client.hear_the_tone()


async def direct_level(relay):
    """The same with nothing in between: both codecs and the echo change it as they do in a bridged call."""
    async with BridgedCall(relay, query="&media=direct") as call:
        await call.established()
        return await tone_level(call)


@check("bridge, aiortc: both legs end at the relay; audio comes back as loud as it was, and so do events")
async def bridges_a_call(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay) as call:
        await call.established()
        for name in ("ice-ufrag", "ice-pwd", "fingerprint"):
            sets = [set(attributes(description, name)) for description in descriptions(call)]
            expect(all(sets), f"a description without {name}: {sets}")
            offered, answered, offered_upstream, answered_upstream = sets
            expect(not offered & offered_upstream, f"the client's {name} went upstream")
            expect(not answered & answered_upstream, f"the provider's {name} came to the client")
        expect_equal(call.entry["session"], {"type": "realtime", "model": "gpt-realtime"}, "session upstream")
        level, direct = await tone_level(call), await direct_level(relay)
        expect(0.95 < level / direct < 1.05, f"the tone came back with a level of {level:.0f}, directly with {direct:.0f}")
        call.client.channel.send('{"type":"response.create"}')
        done = await call.client.next_event("response.done")
        expect_equal(done["response"]["usage"]["total_tokens"], 42, "tokens")
        seen = await call.upstream.seen()
        expect_equal(list(seen["channels"]), [EVENTS], "channels upstream")


@check("bridge, aiortc: the call is shown and listed with both ids, legs, times, statistics and turns, until it has ended")
async def shows_the_call(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay) as call:
        await call.established()
        await call.client.hear_the_tone()
        for _ in range(2):
            call.client.channel.send('{"type":"response.create"}')
            await call.client.next_event("response.done")
        expect_equal(await relay.listed(), [call.id], "calls listed")
        shown = await call.object()
        expect_call_object(shown, call)
        expect("end" not in shown, "a live call with an end")
    record = await relay.record(call)
    expect_equal([turn["status"] for turn in record["turns"]], ["completed"] * 2, "turns of the record")
    gone = await relay.ask("GET", call.location)
    expect_equal((gone.status, gone.error()["code"]), (404, "call_id_not_found"), "a call that has ended")
    expect_equal(await relay.listed(), [], "calls listed after the end")


def expect_call_object(shown, call):
    facts = {name: shown.get(name) for name in ("object", "id", "upstream_call_id", "provider", "model", "media", "state")}
    expect_equal(
        facts,
        {
            "object": "realtime.call",
            "id": call.id,
            "upstream_call_id": call.upstream.id,
            "provider": "openai",
            "model": "gpt-realtime",
            "media": "bridge",
            "state": "connected",
        },
        "the call",
    )
    expect(shown["created_at"] > 1_700_000_000, f"created_at is {shown['created_at']}")
    names = ["answered_ms", "client_connected_ms", "upstream_connected_ms", "events_open_ms"]
    names += ["first_client_audio_ms", "first_upstream_audio_ms"]
    expect_equal([name for name in names if not shown["timings"].get(name, 0) > 0], [], f"times that are not there ({shown})")
    expect("ended_ms" not in shown["timings"], "a live call with the time of its end")
    # The stand-in says session.created and, twice, six events.
    expect_equal((shown["client"]["events_received"], shown["client"]["events_sent"]), (2, 13), "events of the client")
    expect_equal((shown["upstream"]["events_received"], shown["upstream"]["events_sent"]), (13, 2), "events upstream")
    for leg in ("client", "upstream"):
        media = shown[leg]["media"]
        counts = [media[name] for name in ("packets_sent", "bytes_sent", "packets_received", "bytes_received")]
        expect(min(counts) > 20, f"media of the {leg}: {media}")
        expect_equal(media["packets_lost"], 0, f"packets lost of the {leg}")
    expect_equal([turn["status"] for turn in shown["turns"]], ["completed", "completed"], "turns")
    expect_equal(shown["usage"]["total_tokens"], 84, "tokens of both turns")
    expect("stand-in" not in json.dumps(shown), "what the model said is shown without being asked for")


@check("bridge, aiortc: every message passes byte for byte, text and binary, empty, odd and of 200,000 bytes, both ways")
async def passes_messages_verbatim(bench):
    relay = await BridgeRelay(bench).start()
    sent = [*VERBATIM, text_pattern(200_000).decode(), pattern(200_000), text_pattern(262_144).decode()]
    async with BridgedCall(relay, plan=QUIET) as call:
        await call.client.wait_until_open()
        for message in sent:
            call.client.channel.send(message)
        seen = await call.upstream.seen(channel=EVENTS, messages=len(sent))
        expect_equal(seen["channels"][EVENTS]["received"], Transcript(sent).summary(), "what came upstream")
        for message in [message for message in sent if isinstance(message, str)]:
            await call.upstream.do("say", text=message)
            expect_equal(await call.client.messages.get(), message, "what came to the client")
        for count in (0, 1, 200_000, 262_144):
            await call.upstream.do("binary", count=count)
            expect(await call.client.messages.get() == pattern(count), f"{count} bytes to the client")


@check("bridge, aiortc: 5,000 events in one burst each way at once, and not one is missing or out of its place")
async def passes_bursts(bench):
    relay = await BridgeRelay(bench).start()
    sent = list(events(5_000, 600))
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET) as call:
        await call.client.wait_until_open()
        await call.upstream.seen(channel=EVENTS, state="open")
        for message in sent:
            call.client.channel.send(message)
        await call.upstream.do("burst", count=len(sent), size=600)
        received = Transcript([await call.client.messages.get() for _ in sent])
        expect_equal(received.summary(), Transcript(sent).summary(), "what came to the client")
        seen = await call.upstream.seen(channel=EVENTS, messages=len(sent))
        expect_equal(seen["channels"][EVENTS]["received"], Transcript(sent).summary(), "what came upstream")


@check("bridge, aiortc: 1,001 events that are sent before the other side is there come in their order, both ways")
async def keeps_early_events(bench):
    relay = await BridgeRelay(bench).start()
    sent = list(events(1_001, 400))
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET | {"hold": True}) as call:
        await call.client.wait_until_open()
        for message in sent:
            call.client.channel.send(message)
        while call.client.channel.bufferedAmount:
            await asyncio.sleep(0.01)
        expect_equal((await call.upstream.seen())["channels"], {}, "channels before the release")
        await call.upstream.do("release")
        seen = await call.upstream.seen(channel=EVENTS, messages=len(sent))
        expect_equal(seen["channels"][EVENTS]["received"], Transcript(sent).summary(), "what came upstream")
    client = VoiceClient(plays=False)
    path = RoughPath(client.connection)
    path.hold()
    async with BridgedCall(relay, client, plan=QUIET) as call:
        await call.upstream.seen(channel=EVENTS, state="open")
        await call.upstream.do("burst", count=len(sent), size=400)
        await call.upstream.seen(channel=EVENTS, buffered=0)
        path.release()
        received = Transcript([await client.messages.get() for _ in sent])
        expect_equal(received.summary(), Transcript(sent).summary(), "what came to the client")


def with_message_size(size):
    """The edit of an offer that says what its sender takes at most; None says nothing."""
    line = b"" if size is None else b"a=max-message-size:%d\r\n" % size
    return lambda offer: re.sub(rb"a=max-message-size:\d+\r\n", line, offer)


@check("bridge, aiortc: the client's max-message-size goes upstream; what is longer all the same is told, and the call goes on")
async def honours_message_size(bench):
    relay = await BridgeRelay(bench).start()
    # Nothing said is 64 KiB, and 0 is no limit (RFC 8841, section 6.1); the relay takes 256 KiB.
    for offered, wanted in ((262_144, 262_144), (100_000, 100_000), (None, 65_536), (0, 262_144), (9_999_999, 262_144)):
        async with BridgedCall(relay, edit=with_message_size(offered)) as call:
            upstream = [int(size) for size in attributes(descriptions(call)[2], "max-message-size")]
            expect_equal(upstream, [wanted], f"max-message-size upstream of {offered}")
    async with BridgedCall(relay, edit=with_message_size(65_536)) as call:
        await call.established()
        await call.upstream.do("say", text=text_pattern(65_536).decode())
        expect_equal(len(await call.client.messages.get()), 65_536, "the longest message")
        await call.upstream.do("say", text=text_pattern(65_537).decode(), beyond_limit=True)
        error = await call.next_error()
        expect_equal(error["code"], "message_too_large", "code")
        await call.echoes()
